package dev.cellmill.worker.output;

import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.worker.provider.AttemptOutput;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt writes. No more than {@value #UNDER_WAY} chunks are under way: whoever writes faster than the broker
 * takes waits. Thread-safe.
 */
public final class CellOutput implements AttemptOutput {
    /** What a reader waits for in a message of its own, in UTF-8; shorter answers come with the cell's end. */
    public static final int LONG_BYTES = 64 * 1024;

    private static final int UNDER_WAY = 64;
    private static final int LOG_KEPT = 16 * 1024;

    private final CellAddress cell;
    private final Position position;
    private final long attempt;
    private final OutputBuffer answer;
    private final OutputBuffer log;
    private final ChunkSender sender;
    private final Clock clock;
    private final Semaphore room = new Semaphore(UNDER_WAY);
    /** Held while sending, so that pieces are sent in their order. */
    private final ReentrantLock turn = new ReentrantLock();
    private final StringBuilder logEnd = new StringBuilder();
    private volatile @Nullable Integer exitCode;
    private volatile @Nullable Instant lastAt;
    private volatile boolean isOver;

    CellOutput(CellAddress cell, Position position, long attempt, OutputBuffer answer, OutputBuffer log,
            ChunkSender sender, Clock clock) {
        this.cell = cell;
        this.position = position;
        this.attempt = attempt;
        this.answer = answer;
        this.log = log;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public void answer(String piece) {
        write(OutputChunk.Stream.ANSWER, answer, piece);
    }

    @Override
    public void log(String piece) {
        write(OutputChunk.Stream.LOG, log, piece);
        turn.lock();
        try {
            logEnd.append(piece);
            if (logEnd.length() > 2 * LOG_KEPT) {
                logEnd.delete(0, logEnd.length() - LOG_KEPT);
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void exited(int code) {
        exitCode = code;
    }

    private void write(OutputChunk.Stream stream, OutputBuffer buffer, String piece) {
        turn.lock();
        try {
            if (!isOver && !piece.isEmpty()) {
                lastAt = clock.instant();
                send(stream, buffer.add(StorableText.storable(piece), System.nanoTime()));
            }
        } finally {
            turn.unlock();
        }
    }

    /** Whether something has waited long enough; never waits itself. */
    public boolean isDue(long now) {
        // who holds it sends what is due
        if (!turn.tryLock()) {
            return false;
        }
        try {
            return !isOver && (answer.isDue(now) || log.isDue(now));
        } finally {
            turn.unlock();
        }
    }

    /** Sends what has waited long enough. */
    public void flush() {
        turn.lock();
        try {
            if (!isOver) {
                long now = System.nanoTime();
                send(OutputChunk.Stream.ANSWER, answer.due(now));
                send(OutputChunk.Stream.LOG, log.due(now));
            }
        } finally {
            turn.unlock();
        }
    }

    public boolean isOver() {
        return isOver;
    }

    /**
     * Nothing more is written. A short answer that nobody has seen a part of is not sent: it comes with the cell's end.
     * Returns when the broker has all that was sent.
     *
     * @return null if nothing of the answer was
     */
    public @Nullable WrittenText end() {
        turn.lock();
        try {
            if (answer.hasCut() || answer.bytes() > LONG_BYTES) {
                send(OutputChunk.Stream.ANSWER, answer.end());
            }
            send(OutputChunk.Stream.LOG, log.end());
            isOver = true;
        } finally {
            turn.unlock();
        }
        room.acquireUninterruptibly(UNDER_WAY);
        room.release(UNDER_WAY);
        return answer.hasCut()
                ? new WrittenText(cell.key(), position, attempt, answer.length(), answer.bytes(),
                        WrittenText.Form.BESIDE)
                : null;
    }

    private void send(OutputChunk.Stream stream, List<OutputBuffer.Piece> pieces) {
        for (OutputBuffer.Piece piece : pieces) {
            room.acquireUninterruptibly();
            sender.send(new OutputChunk(cell, position, attempt, stream, piece.sequence(), piece.offset(), piece.text(),
                    piece.progress(), clock.instant()), room::release);
        }
    }

    /** What is kept of it with its cell. */
    public StepTrace.Output summary() {
        turn.lock();
        try {
            String end = logEnd.isEmpty()
                    ? null
                    : StorableText.storable(logEnd.substring(Math.max(0, logEnd.length() - LOG_KEPT)));
            return new StepTrace.Output(end, exitCode, answer.bytes(), log.bytes(), lastAt);
        } finally {
            turn.unlock();
        }
    }
}
