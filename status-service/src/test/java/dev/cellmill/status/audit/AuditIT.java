package dev.cellmill.status.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.status.fold.FoldedJob;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditIT {
    private static final TenantId ACME = new TenantId("acme");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countersOfAFoldedJobEqualItsCells() throws SQLException {
        FoldedJob job = FoldedJob.of(5, 2);
        Audit audit = new AuditJob(job.database()).audit(ACME, job.id());
        assertThat(audit.equal()).isTrue();
        assertThat(audit.stored().ended()).isEqualTo(10);
        assertThat(audit.stored().completedRows()).isEqualTo(5);
        assertThat(audit.stored().columns()).hasSize(2).allSatisfy(column -> {
            assertThat(column.done()).isEqualTo(5);
            assertThat(column.cost()).isEqualTo(25);
            assertThat(column.confidenceSum()).isEqualTo(2.5);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE status.column_progress SET done = done + 1 WHERE col = 1",
            "UPDATE status.column_progress SET cost = cost - 1, by_provider = 0 WHERE col = 0",
            "UPDATE status.column_progress SET confidence_sum = confidence_sum + 0.25 WHERE col = 0",
            "DELETE FROM status.column_progress",
            "UPDATE status.lane_progress SET gone = gone - 1",
            "UPDATE status.lane_progress SET entered = 1",
            "UPDATE status.step_progress SET tasks = tasks + 1 WHERE col = 1",
            "UPDATE status.step_progress SET cost = 0 WHERE col = 0",
            "DELETE FROM status.step_progress",
            "UPDATE status.job_progress SET closed = 0",
            "UPDATE status.job_progress SET spent = spent + 1",
            "UPDATE status.job_progress SET ended = ended - 1",
            "UPDATE status.job_progress SET completed_rows = 0",
            "DELETE FROM status.job_progress",
            "UPDATE status.row_progress SET done = 1, failed = 2 WHERE row = 3",
            "DELETE FROM status.row_progress WHERE row = 4",
            "UPDATE status.cell SET state = 3 WHERE row = 0 AND col = 0",
            "DELETE FROM status.cell WHERE row = 2"})
    void aCounterThatDoesNotEqualTheCellsIsFoundAndRepaired(String damage) throws SQLException {
        FoldedJob job = FoldedJob.of(5, 2);
        execute(job, damage);
        var audit = new AuditJob(job.database());
        assertThat(audit.audit(ACME, job.id()).equal()).isFalse();

        Audit repaired = new RepairJob(job.database()).repair(ACME, job.id());
        assertThat(repaired.equal()).isFalse();
        Audit after = audit.audit(ACME, job.id());
        assertThat(after.equal()).isTrue();
        assertThat(after.stored()).isEqualTo(repaired.recounted());
    }

    @Test
    void aJobWhoseEndWasMiscountedCompletesAtTheRepair() throws SQLException {
        FoldedJob job = FoldedJob.of(2, 1);
        execute(job, "UPDATE status.job_progress SET ended = 1");
        execute(job, "UPDATE jobs.job SET state = 'processing'");
        new RepairJob(job.database()).repair(ACME, job.id());
        assertThat(job.state()).isEqualTo("completed");
    }

    @Test
    void anUnknownJobIsNotFound() {
        FoldedJob job = FoldedJob.of(1, 1);
        UUID unknown = UUID.randomUUID();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new AuditJob(job.database()).audit(ACME, unknown));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new RepairJob(job.database()).repair(ACME, unknown));
    }

    @Test
    void anotherTenantsJobIsNotFound() {
        FoldedJob job = FoldedJob.of(1, 1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new AuditJob(job.database()).audit(TenantId.DEFAULT, job.id()));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new RepairJob(job.database()).repair(TenantId.DEFAULT, job.id()));
    }

    @Test
    void aJobThatCompletedIsAuditedAndAMiscountIsCounted() throws SQLException {
        FoldedJob job = FoldedJob.of(5, 2);
        var completed = completed(job, 10);

        completed.completed(new JobId(job.id()), ACME, 10);
        completed.run();
        assertThat(audits("equal")).isEqualTo(1);

        execute(job, "UPDATE status.job_progress SET ended = ended - 1");
        completed.completed(new JobId(job.id()), ACME, 10);
        completed.run();
        completed.run();
        assertThat(audits("equal")).isEqualTo(1);
        assertThat(audits("unequal")).isEqualTo(1);
    }

    @Test
    void aJobThatIsLargerThanConfiguredOrGoneIsNotAudited() {
        FoldedJob job = FoldedJob.of(5, 2);
        var completed = completed(job, 9);

        completed.completed(new JobId(job.id()), ACME, 10);
        completed.completed(new JobId(UUID.randomUUID()), ACME, 1);
        completed.run();
        completed.run();

        assertThat(audits("equal") + audits("unequal")).isZero();
    }

    private AuditCompleted completed(FoldedJob job, long largest) {
        return new AuditCompleted(new AuditJob(job.database()), new AuditMeters(meters), new AuditSettings(largest));
    }

    private double audits(String outcome) {
        return meters.get("cellmill.audits").tag("outcome", outcome).counter().count();
    }

    private static void execute(FoldedJob job, String sql) throws SQLException {
        try (var connection = job.database().getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
