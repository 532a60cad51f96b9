package dev.cellmill.worker.control;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** A worker that was frozen for a second. */
public final class HeartbeatProbe implements Callable<Boolean> {

    @Override
    public Boolean call() {
        var now = new AtomicLong();
        var lease = new Lease(now::get);
        lease.readBack(lease.send());
        now.set(1_000_000_000);
        return !lease.holds();
    }
}
