package dev.cellmill.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobTransitionTest {
    /** The contract's own words, kept apart from the table under test. */
    private static final Map<JobTransition, Set<JobState>> ALLOWED = Map.of(
            JobTransition.START, Set.of(JobState.QUEUED),
            JobTransition.PAUSE, Set.of(JobState.PROCESSING),
            JobTransition.RESUME, Set.of(JobState.PAUSED),
            JobTransition.CANCEL, Set.of(JobState.QUEUED, JobState.PROCESSING, JobState.PAUSED),
            JobTransition.STOP_ON_ERROR, Set.of(JobState.PROCESSING),
            JobTransition.COMPLETE, Set.of(JobState.PROCESSING),
            JobTransition.RETRY, Set.of(JobState.FAILED, JobState.COMPLETED));

    static Stream<Arguments> pairs() {
        return Arrays.stream(JobTransition.values())
                .flatMap(transition -> Arrays.stream(JobState.values()).map(state -> Arguments.of(transition, state)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void isAllowedFromTheseStatesAndNoOther(JobTransition transition, JobState state) {
        assertThat(transition.allowedFrom(state)).isEqualTo(ALLOWED.get(transition).contains(state));
    }

    @Test
    void leadsWhereItsNameSays() {
        assertThat(Arrays.stream(JobTransition.values()).map(JobTransition::to)).containsExactly(JobState.PROCESSING,
                JobState.PAUSED, JobState.PROCESSING, JobState.CANCELLED, JobState.FAILED, JobState.COMPLETED,
                JobState.PROCESSING);
    }

    @ParameterizedTest
    @EnumSource
    void tellsAllTheStatesThatItIsAllowedFrom(JobTransition transition) {
        assertThat(transition.from()).isEqualTo(ALLOWED.get(transition));
    }

    @Test
    void aJobIsOpenUntilItHasEnded() {
        assertThat(Arrays.stream(JobState.values()).filter(JobState::open)).containsExactly(JobState.QUEUED,
                JobState.PROCESSING, JobState.PAUSED);
    }

    @Test
    void everyStateIsReadByItsWireName() {
        assertThat(JobState.values()).allSatisfy(
                state -> assertThat(JobState.ofWireName(state.wireName())).isEqualTo(state));
    }
}
