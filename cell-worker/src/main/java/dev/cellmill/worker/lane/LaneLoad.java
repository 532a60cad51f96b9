package dev.cellmill.worker.lane;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a lane has under way: active tasks compete for slots, parked ones wait for something that takes none, and all
 * of them take memory. Each has a bound; who polls asks before each poll, so a bound is passed by one poll at most.
 * Thread-safe.
 */
final class LaneLoad {
    private final Bounds bounds;
    private final Runnable wake;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean isHeld = new AtomicBoolean();

    /** @param wake called by whoever makes room while the lane is held */
    LaneLoad(Bounds bounds, Runnable wake) {
        this.bounds = bounds;
        this.wake = wake;
    }

    /** How much of each a lane takes. */
    record Bounds(int active, int parked, long bytes) {}

    /** Whether to poll no more for now; then {@code wake} is called when there is room. */
    boolean hold() {
        // before the look: whoever makes room after it, wakes
        isHeld.set(true);
        if (isFull()) {
            return true;
        }
        isHeld.set(false);
        return false;
    }

    void arrive(int size) {
        active.incrementAndGet();
        bytes.addAndGet(size);
    }

    void park() {
        parked.incrementAndGet();
        active.decrementAndGet();
        wakeIfRoom();
    }

    void unpark() {
        active.incrementAndGet();
        parked.decrementAndGet();
    }

    void leave(boolean wasParked, int size) {
        (wasParked ? parked : active).decrementAndGet();
        bytes.addAndGet(-size);
        wakeIfRoom();
    }

    int active() {
        return active.get();
    }

    int parked() {
        return parked.get();
    }

    /** Tasks under way. */
    int total() {
        return active.get() + parked.get();
    }

    private boolean isFull() {
        return active.get() >= bounds.active() || parked.get() >= bounds.parked() || bytes.get() >= bounds.bytes();
    }

    private void wakeIfRoom() {
        if (!isFull() && isHeld.compareAndSet(true, false)) {
            wake.run();
        }
    }
}
