package dev.cellmill.common.access;

import dev.cellmill.common.id.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Places for something that a process does a bounded number of times at once. Where several tenants share the process, each
 * takes at most half of them, rounded up, so that however many one takes, and for how long, others find some. Thread-safe.
 */
public final class TenantPlaces {
    /** In which a call of the usual size ends, so that whoever sends a few at once is not refused. */
    public static final Duration A_MOMENT = Duration.ofSeconds(2);

    private final int most;
    private final Sharing sharing;
    private final Duration patience;
    private final Map<TenantId, Integer> taken = new HashMap<>();
    private int all;

    /**
     * @param most from 1
     * @param patience how long somebody waits for a place; zero: not at all
     */
    public TenantPlaces(int most, Sharing sharing, Duration patience) {
        this.most = most;
        this.sharing = sharing;
        this.patience = patience;
    }

    /**
     * Takes a place, to be given back by {@link #leave}. Those that wait are served in no order, and the share is that of the
     * moment in which they came.
     *
     * @return false if there is none for this tenant, not even after a while, or the thread is interrupted
     */
    public boolean enter(TenantId tenant) {
        // asked for outside of the lock: it may take a query
        return enter(tenant, sharing.now() ? Math.ceilDiv(most, 2) : most);
    }

    private synchronized boolean enter(TenantId tenant, int share) {
        long until = System.nanoTime() + patience.toNanos();
        while (all >= most || taken.getOrDefault(tenant, 0) >= share) {
            long left = until - System.nanoTime();
            if (left <= 0 || !isToldWithin(left)) {
                return false;
            }
        }
        all++;
        taken.merge(tenant, 1, Integer::sum);
        return true;
    }

    public synchronized void leave(TenantId tenant) {
        all--;
        taken.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    /** @return false if the thread is interrupted */
    private boolean isToldWithin(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
