package dev.cellmill.worker.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few cells that came together. One thread makes the calls of instant providers one after the other and gives every
 * other call a thread of its own. If one of the supposedly instant ones takes long, another thread goes on with the
 * rest, so that no cell waits for a slow one.
 */
final class Chunk implements Watched {
    private static final long STUCK_NANOS = Duration.ofMillis(10).toNanos();

    private final List<CellRun> runs;
    private final List<Call> leading;
    private final Calls calls;
    private final Watch watch;
    private final AtomicInteger next = new AtomicInteger();
    private volatile long movedAt = System.nanoTime();

    /**
     * @param runs all cells of it
     * @param leading the calls to make for them
     */
    Chunk(List<CellRun> runs, List<Call> leading, Calls calls, Watch watch) {
        this.runs = runs;
        this.leading = leading;
        this.calls = calls;
        this.watch = watch;
    }

    void begin() {
        watch.add(this);
        goOn();
    }

    private void goOn() {
        for (int i = next.getAndIncrement(); i < leading.size(); i = next.getAndIncrement()) {
            movedAt = System.nanoTime();
            Call call = leading.get(i);
            if (call.gate().isInstant() && call.gate().tryEnter()) {
                calls.attempt(call);
            } else {
                Thread.startVirtualThread(() -> calls.begin(call));
            }
        }
    }

    /** When all calls have begun, what has not ended is watched cell by cell. */
    @Override
    public boolean tick(long now) {
        if (next.get() > leading.size()) {
            watchTheRest();
            return false;
        }
        if (now - movedAt > STUCK_NANOS) {
            movedAt = now;
            Thread.startVirtualThread(this::goOn);
        }
        return true;
    }

    private void watchTheRest() {
        for (CellRun run : runs) {
            if (!run.hasEnded()) {
                watch.add(run);
            }
        }
    }
}
