package dev.cellmill.faults.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.faults.plan.Fault;
import dev.cellmill.faults.plan.FaultPlan;
import dev.cellmill.faults.plan.PlannedFault;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardPlansTest {

    @ParameterizedTest
    @EnumSource
    void eachGuardHasARoundForTheProcessesThatThereAre(Guard guard) {
        FaultPlan plan = GuardPlans.of(guard);
        assertThat(plan.jobs()).isNotEmpty();
        assertThat(plan.faults()).extracting(PlannedFault::fault).allMatch(fault -> !(fault instanceof Fault.Cut cut)
                || cut.number() <= GuardPlans.SHAPE.of(cut.service()));
        assertThat(plan.faults()).extracting(PlannedFault::at).allMatch(at -> at.compareTo(Duration.ofSeconds(20)) < 0);
    }
}
