package dev.cellmill.worker.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private final AtomicLong clock = new AtomicLong(5);
    private final Lease lease = new Lease(clock::get);

    @Test
    void doesNotHoldBeforeAPingWasReadBack() {
        lease.send();
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void holdsSinceThePingWasSentAndNotSinceItWasRead() {
        long ping = lease.send();
        clock.addAndGet(Lease.HOLDS_NANOS);
        lease.readBack(ping);
        assertThat(lease.holds()).isTrue();
        clock.addAndGet(1);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void isRenewedByALaterPing() {
        lease.readBack(lease.send());
        clock.addAndGet(Lease.HOLDS_NANOS);
        long later = lease.send();
        clock.addAndGet(Lease.HOLDS_NANOS);
        assertThat(lease.holds()).isFalse();
        lease.readBack(later);
        assertThat(lease.holds()).isTrue();
    }

    @Test
    void pingsOfBeforeAreOfNoUse() {
        long old = lease.send();
        for (int i = 0; i < 100; i++) {
            lease.send();
        }
        lease.readBack(old);
        lease.readBack(1_000);
        assertThat(lease.holds()).isFalse();
    }
}
