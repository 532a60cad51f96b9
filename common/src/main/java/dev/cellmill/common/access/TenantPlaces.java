package dev.cellmill.common.access;

import dev.cellmill.common.id.TenantId;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for something that a process does a bounded number of times at once. Where several tenants share the process, each
 * takes at most half of them, rounded up, so that however many one takes, and for how long, others find some. Thread-safe.
 */
public final class TenantPlaces {
    private final int most;
    private final Sharing sharing;
    private final Map<TenantId, Integer> taken = new HashMap<>();
    private int all;

    /** @param most from 1 */
    public TenantPlaces(int most, Sharing sharing) {
        this.most = most;
        this.sharing = sharing;
    }

    /** Takes a place, to be given back by {@link #leave}. @return false if there is none for this tenant */
    public boolean enter(TenantId tenant) {
        int share = sharing.now() ? Math.ceilDiv(most, 2) : most;
        synchronized (this) {
            if (all >= most || taken.getOrDefault(tenant, 0) >= share) {
                return false;
            }
            all++;
            taken.merge(tenant, 1, Integer::sum);
            return true;
        }
    }

    public synchronized void leave(TenantId tenant) {
        all--;
        taken.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
}
