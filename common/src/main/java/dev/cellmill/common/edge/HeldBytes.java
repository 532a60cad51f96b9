package dev.cellmill.common.edge;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.id.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the bodies take that a process holds whole. Where several tenants share it, one takes at most half.
 * Thread-safe.
 */
final class HeldBytes {
    private final long most;
    private final Sharing sharing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private final Map<@Nullable TenantId, Long> held = new HashMap<>();
    private long all;

    HeldBytes(long most, Sharing sharing) {
        this.most = most;
        this.sharing = sharing;
    }

    /**
     * To be given back.
     *
     * @param tenant null for whoever has not said yet who it is
     * @return false if so much did not become free in time
     */
    boolean take(@Nullable TenantId tenant, long bytes, Duration within) throws InterruptedException {
        long share = sharing.now() ? most / 2 : most;
        long left = within.toNanos();
        lock.lock();
        try {
            while (all + bytes > most || held.getOrDefault(tenant, 0L) + bytes > share) {
                if (left <= 0) {
                    return false;
                }
                left = given.awaitNanos(left);
            }
            all += bytes;
            held.merge(tenant, bytes, Long::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void give(@Nullable TenantId tenant, long bytes) {
        lock.lock();
        try {
            all -= bytes;
            held.computeIfPresent(tenant, (_, count) -> count == bytes ? null : count - bytes);
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
