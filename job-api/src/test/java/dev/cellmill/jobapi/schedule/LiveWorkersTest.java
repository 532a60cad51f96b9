package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.WorkerPing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveWorkersTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final LiveWorkers workers = new LiveWorkers(now::get);

    private void ping(String worker, Map<String, Integer> lanes) {
        workers.accept(new WorkerPing(worker, Instant.EPOCH, 1, lanes, Map.of(), Map.of()));
    }

    @Test
    void addsUpWhatLiveWorkersCanRun() {
        ping("a", Map.of("ai", 5, "local", 100));
        ping("b", Map.of("ai", 7));
        assertThat(workers.count()).isEqualTo(2);
        assertThat(workers.capacity("ai")).isEqualTo(12);
        assertThat(workers.capacity("local")).isEqualTo(100);
        assertThat(workers.capacity("other")).isZero();
        assertThat(workers.serve("ai")).isTrue();
        assertThat(workers.serve("other")).isFalse();
        assertThat(workers.serving("ai")).isEqualTo(2);
        assertThat(workers.serving("local")).isEqualTo(1);
        assertThat(workers.serving("other")).isZero();
    }

    @Test
    void takesAWorkersNewestPing() {
        ping("a", Map.of("ai", 5));
        ping("a", Map.of("ai", 3));
        assertThat(workers.count()).isEqualTo(1);
        assertThat(workers.capacity("ai")).isEqualTo(3);
    }

    @Test
    void aSilentWorkerWasThereLatelyUntilItSaysFarewellOrHalfAMinuteHasGone() {
        ping("silent", Map.of("ai", 5));
        ping("gone", Map.of("ai", 5));
        workers.left("gone");
        now.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
        ping("b", Map.of("ai", 7));
        assertThat(workers.lately()).containsExactlyInAnyOrder("silent", "b");
        assertThat(workers.count()).isEqualTo(1);
        now.addAndGet(1);
        assertThat(workers.lately()).containsExactly("b");
    }

    @Test
    void whatASilentWorkerHeldIsStrandedUntilALivingOneHasIt() {
        workers.accept(new WorkerPing("a", Instant.EPOCH, 1, Map.of("ai", 5), Map.of("ai", List.of(0, 1, 2)),
                Map.of("ai", 40)));
        now.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(workers.silentLanes()).isEmpty();
        assertThat(workers.stranded("ai")).isEmpty();
        now.addAndGet(1);
        workers.accept(
                new WorkerPing("b", Instant.EPOCH, 1, Map.of("ai", 5), Map.of("ai", List.of(2, 3)), Map.of("ai", 40)));
        assertThat(workers.silentLanes()).containsExactly("ai");
        assertThat(workers.stranded("ai")).containsExactlyInAnyOrder(0, 1);
        assertThat(workers.stranded("other")).isEmpty();
        assertThat(workers.waiting("ai")).as("of those that live").isEqualTo(80);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(workers.waiting("ai")).isEqualTo(40);
    }

    @Test
    void aWorkerSilentForHalfAMinuteIsForgotten() {
        ping("a", Map.of("ai", 5));
        now.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
        ping("b", Map.of("local", 7));
        assertThat(workers.silentLanes()).containsExactly("ai");
        now.addAndGet(1);
        ping("b", Map.of("local", 7));
        assertThat(workers.silentLanes()).isEmpty();
    }

    @Test
    void aWorkerSilentForTwoSecondsIsNotAlive() {
        ping("a", Map.of("ai", 5));
        now.addAndGet(Duration.ofSeconds(2).toNanos() - 1);
        ping("b", Map.of("ai", 7));
        assertThat(workers.capacity("ai")).isEqualTo(12);
        now.addAndGet(1);
        assertThat(workers.count()).isEqualTo(1);
        assertThat(workers.capacity("ai")).isEqualTo(7);
    }
}
