package dev.cellmill.faults.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.faults.cluster.Condition;
import dev.cellmill.faults.plan.Fault;
import dev.cellmill.faults.plan.FaultKind;
import dev.cellmill.faults.plan.Peer;
import dev.cellmill.faults.plan.Service;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CutTest {
    @Test
    void nothingPassesTheWaysThatAreCut() {
        assertThat(condition(FaultKind.CUT_BOTH_WAYS, true, true)).isEqualTo(Condition.HANGING);
        assertThat(condition(FaultKind.CUT_ONE_WAY, true, false))
                .isEqualTo(new Condition(false, true, true, 0, 0, 0));
        assertThat(condition(FaultKind.CUT_ONE_WAY, false, true))
                .isEqualTo(new Condition(true, false, true, 0, 0, 0));
    }

    private static Condition condition(FaultKind kind, boolean toPeer, boolean toService) {
        return Injector.condition(new Fault.Cut(kind, Service.WORKER, 1, Peer.BROKER, toPeer, toService, true,
                Duration.ofSeconds(1)));
    }
}
