package dev.cellmill.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final List<FaultKind> ALL = List.of(FaultKind.values());
    private static final int ROUNDS = 200;
    private static final int PROMISED = 10;

    @Property(tries = 50)
    void everyKindComesTenTimesInTwoHundredRounds(@ForAll long seed) {
        Map<FaultKind, Integer> times = new EnumMap<>(FaultKind.class);
        for (int round = 0; round < ROUNDS; round++) {
            plan(seed, round).kinds().forEach(kind -> times.merge(kind, 1, Integer::sum));
        }
        assertThat(times.keySet()).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(times.values()).allMatch(count -> count >= PROMISED, "ten times or more");
    }

    @Property(tries = 200)
    void theSameSeedGivesTheSameRound(@ForAll long seed, @ForAll @IntRange(max = 300) int round) {
        assertThat(plan(seed, round)).isEqualTo(plan(seed, round));
        assertThat(plan(seed, round).faults()).isNotEqualTo(plan(seed + 1, round).faults());
    }

    @Property(tries = 200)
    void aRoundHasAFewFaultsWithinItsFirstSecondsAndNeverLongerThanAMinuteOrSo(@ForAll long seed,
            @ForAll @IntRange(max = 300) int round) {
        List<PlannedFault> faults = plan(seed, round).faults();
        assertThat(faults).hasSizeBetween(2, 3);
        assertThat(faults).allMatch(fault -> fault.at().compareTo(Duration.ofSeconds(5)) <= 0);
        assertThat(faults).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
    }

    @Test
    void onlyTheKindsThatAreAskedForAreDealt() {
        var two = List.of(FaultKind.KILL_WORKER, FaultKind.SINK_GONE);
        assertThat(IntStream.range(0, 50).boxed()
                .flatMap(round -> FaultPlan.of(3, round, two, Shape.WHOLE).kinds().stream()))
                .hasSameElementsAs(two);
    }

    @Property(tries = 200)
    void aCutOnTheWayToAProviderBreaksWhatItHolds(@ForAll long seed, @ForAll @IntRange(max = 300) int round) {
        assertThat(plan(seed, round).faults()).allMatch(planned -> !(planned.fault() instanceof Fault.Cut cut)
                || cut.peer() != Peer.PROVIDERS || cut.breaks() && cut.service() == Service.WORKER);
    }

    @Test
    void theKindsOfJobsDifferFromRoundToRound() {
        assertThat(IntStream.range(0, 50).mapToObj(round -> plan(7, round).jobs()).distinct()).hasSize(50);
        assertThat(IntStream.range(0, 50).boxed().flatMap(round -> plan(7, round).jobs().stream())
                .map(PlannedJob::change).distinct()).as("long pauses are for rounds of guards")
                .containsExactlyInAnyOrder(PlannedJob.Change.NONE, PlannedJob.Change.PAUSE_AND_RESUME,
                        PlannedJob.Change.CANCEL, PlannedJob.Change.RETRY_FAILED);
    }

    private static FaultPlan plan(long seed, int round) {
        return FaultPlan.of(seed, round, ALL, Shape.WHOLE);
    }
}
