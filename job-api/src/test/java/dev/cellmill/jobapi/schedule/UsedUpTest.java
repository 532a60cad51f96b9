package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsedUpTest {
    private static final JobId JOB = JobId.next();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long BEGIN = Long.MAX_VALUE - 10;

    private final UsedUp usedUp = new UsedUp();

    private static LaneFigures figures(long sent, long closed) {
        return new LaneFigures(JOB, TenantId.DEFAULT, 4, 1, 1, 0, 0, 100, false, 0L, sent, closed, 0, 10, null, false);
    }

    @Test
    void aJobCanGoNoFurtherOnceNothingWasSentForASecondAndNothingIsInFlight() {
        assertThat(usedUp.notCovered(figures(5, 5), BEGIN)).isFalse();
        assertThat(usedUp.notCovered(figures(5, 5), BEGIN + SECOND - 1)).isFalse();
        assertThat(usedUp.notCovered(figures(5, 5), BEGIN + SECOND)).isTrue();
    }

    @Test
    void whatIsInFlightMayGiveBackEnough() {
        usedUp.notCovered(figures(5, 5), BEGIN);
        assertThat(usedUp.notCovered(figures(6, 5), BEGIN + SECOND)).isFalse();
        assertThat(usedUp.notCovered(figures(6, 6), BEGIN + 2 * SECOND)).as("it waits a second from then").isFalse();
        assertThat(usedUp.notCovered(figures(6, 6), BEGIN + 3 * SECOND)).isTrue();
    }

    @Test
    void theSecondBeginsAnewWhenACellWasInFlightThoughNothingFurtherWasSent() {
        usedUp.notCovered(figures(5, 5), BEGIN);
        usedUp.notCovered(figures(5, 4), BEGIN + 1);
        assertThat(usedUp.notCovered(figures(5, 5), BEGIN + SECOND)).isFalse();
    }

    @Test
    void theSecondBeginsAnewWhenAnyLaneSentSome() {
        usedUp.notCovered(figures(5, 5), BEGIN);
        assertThat(usedUp.notCovered(figures(6, 6), BEGIN + SECOND)).isFalse();
        assertThat(usedUp.notCovered(figures(6, 6), BEGIN + 2 * SECOND)).isTrue();
    }

    @Test
    void theSecondBeginsAnewWhenThisLaneCouldReserve() {
        usedUp.notCovered(figures(5, 5), BEGIN);
        usedUp.covered(JOB);
        assertThat(usedUp.notCovered(figures(5, 5), BEGIN + SECOND)).isFalse();
    }
}
