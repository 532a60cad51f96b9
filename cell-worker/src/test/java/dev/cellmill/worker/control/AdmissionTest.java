package dev.cellmill.worker.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ControlAck;
import dev.cellmill.common.message.JobControl;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.JobState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final SheetId SHEET = SheetId.next();

    private final JobId job = JobId.next();
    private final Lease lease = new Lease(() -> 0);
    private final Admission admission = new Admission("this", lease);

    AdmissionTest() {
        lease.readBack(lease.send());
    }

    @Test
    void aStopHoldsForWhatWasSentBeforeItAndNotForWhatCameAfter() {
        admission.accept(new JobControl(job, 2, JobState.PAUSED));
        assertThat(admission.begin(task(job, 0, 1), 0)).isFalse();
        assertThat(admission.begin(task(job, 0, 2), 0)).isTrue();
        assertThat(admission.begin(task(JobId.next(), 0, 1), 0)).isTrue();
    }

    @Test
    void aResumeLetsEarlierTasksRun() {
        admission.accept(new JobControl(job, 2, JobState.PAUSED));
        admission.accept(new JobControl(job, 3, JobState.PROCESSING));
        assertThat(admission.begin(task(job, 0, 1), 0)).isTrue();
    }

    @Test
    void anOlderRecordReadAgainChangesNothing() {
        admission.accept(new JobControl(job, 3, JobState.CANCELLED));
        admission.accept(new JobControl(job, 2, JobState.PROCESSING));
        assertThat(admission.allows(task(job, 0, 1))).isFalse();
    }

    @Test
    void answersAStopWithTheCallsUnderWayAndTheirWorstCost() {
        admission.begin(task(job, 0, 1), 30);
        admission.begin(task(job, 1, 1), 12);
        admission.begin(task(JobId.next(), 0, 1), 99);
        admission.end(task(job, 0, 1));
        assertThat(admission.accept(new JobControl(job, 2, JobState.PAUSED)))
                .contains(new ControlAck(job, 2, "this", List.of(new ControlAck.Place(1, 0)), 12));
    }

    @Test
    void aRefusedCallIsNotCounted() {
        admission.accept(new JobControl(job, 2, JobState.PAUSED));
        admission.begin(task(job, 0, 1), 30);
        assertThat(admission.accept(new JobControl(job, 3, JobState.CANCELLED)).orElseThrow().inFlight()).isEmpty();
    }

    @Test
    void aResumeIsNotAnswered() {
        assertThat(admission.accept(new JobControl(job, 2, JobState.PROCESSING))).isEmpty();
    }

    private static CellTask task(JobId job, int row, long version) {
        return new CellTask(new CellAddress(TenantId.DEFAULT, SHEET, job, row, 0, "size"), new Position(1, 1, 0),
                version, "fake", new Fingerprint(1, 1), Map.of(), false, null);
    }
}
