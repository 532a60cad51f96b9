package dev.cellmill.status.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One who watches rows of a job: a bounded queue of what is new, emptied by its own thread alone. What finds no place in
 * it empties it, and asks for a snapshot instead.
 */
final class Watcher {
    static final int MOST_FRAMES = 1_000;
    static final int MOST_BYTES = 512 * 1024;
    /** A first snapshot waits so long for the fold to pass what was reported before. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final WatchedRows rows;
    private final Runnable overflowed;
    private final Deque<Frame> queue = new ArrayDeque<>();
    private final long begun = System.nanoTime();
    private long bytes;
    private boolean snapshotWanted = true;
    private boolean snapshotTaken;
    private boolean takesTexts;
    private boolean closed;
    private boolean settled;
    private @Nullable Map<Integer, Long> passed;
    private @Nullable Frame progress;

    /** @param overflowed told each time the queue is emptied because it is full */
    Watcher(WatchedRows rows, Runnable overflowed) {
        this.rows = rows;
        this.overflowed = overflowed;
    }

    WatchedRows rows() {
        return rows;
    }

    void offer(Frame frame) {
        offer(List.of(frame));
    }

    synchronized void offer(List<Frame> frames) {
        long more = frames.stream().mapToLong(Frame::size).sum();
        if (queue.size() + frames.size() > MOST_FRAMES || bytes + more > MOST_BYTES) {
            overflowed.run();
            wantSnapshot();
        } else {
            queue.addAll(frames);
            bytes += more;
        }
        notifyAll();
    }

    /** Progress; whoever was given the same in a snapshot needs it no more. */
    synchronized void offerProgress(Frame frame) {
        if (!frame.equals(progress)) {
            offer(frame);
        }
    }

    /** What the snapshot that is being written tells of progress. It may be queued already. */
    synchronized void tellsProgress(Frame frame) {
        progress = frame;
        if (queue.remove(frame)) {
            bytes -= frame.size();
        }
    }

    /** Only one who has been given the texts so far is given what follows. */
    synchronized void offerText(Frame frame) {
        if (takesTexts) {
            offer(frame);
        }
    }

    /** From here on it follows the texts: it is about to be given them as they stand. */
    synchronized void takeTexts() {
        takesTexts = true;
    }

    /** What is queued is older than the snapshot will be. */
    synchronized void wantSnapshot() {
        queue.clear();
        bytes = 0;
        takesTexts = false;
        snapshotWanted = true;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * Tells how far the fold is. Once it has passed what the tail had passed when this was first asked, a snapshot lacks
     * nothing that the tail will not tell.
     *
     * @param tail offsets that the tail had passed, by partition; null where it has not begun
     * @param folded offsets before which all is folded
     */
    synchronized void settle(@Nullable Map<Integer, Long> tail, Map<Integer, Long> folded) {
        if (passed == null) {
            passed = tail;
        }
        if (!settled && passed != null && passed.entrySet().stream()
                .allMatch(offset -> folded.getOrDefault(offset.getKey(), 0L) >= offset.getValue())) {
            settled = true;
            if (snapshotTaken) {
                wantSnapshot();
            }
            notifyAll();
        }
    }

    synchronized boolean isSettled() {
        return settled;
    }

    /** Waits for work; a heartbeat if there is none for so long. Only the watcher's own thread calls it. */
    synchronized Work next(Duration silence) throws InterruptedException {
        long giveUp = System.nanoTime() + silence.toNanos();
        while (!closed) {
            if (snapshotWanted && (settled || snapshotTaken || patience() <= 0)) {
                snapshotWanted = false;
                snapshotTaken = true;
                return new Work.Snapshot();
            }
            if (!snapshotWanted && !queue.isEmpty()) {
                List<Frame> frames = List.copyOf(queue);
                queue.clear();
                bytes = 0;
                return new Work.Write(frames);
            }
            long left = giveUp - System.nanoTime();
            if (left <= 0) {
                return new Work.Heartbeat();
            }
            wait(1 + (snapshotWanted ? Math.min(left, patience()) : left) / 1_000_000);
        }
        return new Work.End();
    }

    private long patience() {
        return begun + PATIENCE.toNanos() - System.nanoTime();
    }
}
