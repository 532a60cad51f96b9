package dev.cellmill.worker.output;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.WrittenText;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Opens a place to write to for each attempt. Thread-safe. */
public final class Outputs {
    private final OutputSettings settings;
    private final List<Pattern> progress;
    private final ChunkSender sender;
    private final Clock clock;
    private final AtomicLong lastAttempt = new AtomicLong();

    public Outputs(OutputSettings settings, ChunkSender sender, Clock clock) {
        this.settings = settings;
        this.progress = ProgressLines.compile(settings.progressPatterns());
        this.sender = sender;
        this.clock = clock;
    }

    /** @param tellsProgress whether lines of it may tell of progress, as a program's do */
    public CellOutput open(CellAddress cell, Position position, boolean tellsProgress) {
        long now = clock.millis();
        long attempt = lastAttempt.updateAndGet(last -> Math.max(last + 1, now));
        List<Pattern> patterns = tellsProgress ? progress : List.of();
        return new CellOutput(cell, position, attempt, buffer(patterns), buffer(patterns), sender, clock);
    }

    /** Writes a text over {@link CellOutput#LONG_BYTES} that is there whole. Returns when the broker has it. */
    public WrittenText write(CellAddress cell, Position position, String text) {
        CellOutput output = open(cell, position, false);
        output.answer(text);
        return requireNonNull(output.end(), "a long text is always sent");
    }

    /** Whether a cell holds a value of so many bytes in one piece. */
    public boolean isInline(long bytes) {
        return bytes <= settings.maxInlineOutput().toBytes();
    }

    private OutputBuffer buffer(List<Pattern> patterns) {
        return new OutputBuffer(settings.flushInterval().toNanos(), (int) settings.maxBufferSize().toBytes(),
                settings.maxBufferLines(), new ProgressLines(patterns));
    }
}
