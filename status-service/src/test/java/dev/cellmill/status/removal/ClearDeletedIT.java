package dev.cellmill.status.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.db.Schema;
import dev.cellmill.common.db.TenantConnections;
import dev.cellmill.testkit.Backends;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** On every table of the service that has a job's id, found in the catalog: one that a migration adds breaks this. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClearDeletedIT {
    private static final int ROWS = 5_000;

    private JdbcClient owner;
    private ClearDeleted clear;
    private UUID doomed;
    private UUID kept;

    @BeforeAll
    void start() {
        DataSource source = Backends.newDatabase().dataSource();
        Schema.migrate(source);
        owner = JdbcClient.create(source);
        clear = new ClearDeleted(JdbcClient.create(new TenantConnections(source, "cellmill_status")));
        tables().forEach(this::demandNothing);
    }

    @BeforeEach
    void twoJobsInEveryTable() {
        owner.sql("TRUNCATE jobs.removed_job, %s".formatted(String.join(", ", tables()))).update();
        doomed = UUID.randomUUID();
        kept = UUID.randomUUID();
        for (UUID job : List.of(doomed, kept)) {
            for (String table : tables()) {
                owner.sql(hasRows(table)
                        ? "INSERT INTO %s (job_id, tenant, row) SELECT :job, 'acme', i / 3 FROM generate_series(1, %d) i"
                                .formatted(table, ROWS)
                        : "INSERT INTO %s (job_id, tenant) VALUES (:job, 'acme')".formatted(table))
                        .param("job", job).update();
            }
        }
    }

    private List<String> tables() {
        return owner.sql("""
                SELECT format('status.%I', relname) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
                WHERE relnamespace = 'status'::regnamespace AND relkind = 'r' AND attname = 'job_id' ORDER BY 1
                """).query(String.class).list();
    }

    private boolean hasRows(String table) {
        return owner.sql(
                "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attname = 'row')")
                .param("table", table).query(Boolean.class).single();
    }

    /** The rows have nothing but a job, a tenant and their number. */
    private void demandNothing(String table) {
        owner.sql("ALTER TABLE %s ADD COLUMN IF NOT EXISTS tenant text".formatted(table)).update();
        for (String kind : List.of("p", "n", "c")) {
            owner.sql("SELECT conname FROM pg_constraint WHERE conrelid = CAST(:table AS regclass) AND contype = :kind")
                    .param("table", table).param("kind", kind).query(String.class).list().forEach(constraint -> owner
                            .sql("ALTER TABLE %s DROP CONSTRAINT \"%s\"".formatted(table, constraint)).update());
        }
    }

    private void remove(UUID job, String horizon) {
        owner.sql("INSERT INTO jobs.removed_job (job_id, tenant, version, horizon) VALUES (:job, 'acme', 2, %s)"
                .formatted(horizon)).param("job", job).update();
    }

    private String left(UUID job) {
        return tables().stream().filter(table -> owner
                .sql("SELECT EXISTS (SELECT FROM %s WHERE job_id = :job)".formatted(table))
                .param("job", job).query(Boolean.class).single()).collect(Collectors.joining(" "));
    }

    private long rows() {
        return tables().stream().mapToLong(table -> owner.sql("SELECT count(*) FROM %s WHERE job_id = :job"
                .formatted(table)).param("job", kept).query(Long.class).single()).sum();
    }

    @Test
    void allOfADeletedJobGoesAndNothingElse() {
        long before = rows();
        remove(doomed, "1");
        clear.run();
        assertThat(left(doomed)).isEmpty();
        assertThat(rows()).isEqualTo(before);
        clear.run();
    }

    @Test
    void nothingGoesWhileSomebodyMayStillWriteForIt() {
        remove(doomed, "NULL");
        clear.run();
        assertThat(left(doomed)).isEqualTo(left(kept));

        owner.sql(
                "UPDATE jobs.removed_job SET horizon = pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000000")
                .update();
        clear.run();
        assertThat(left(doomed)).as("a horizon out of another database is none").isEmpty();
    }

    @Test
    void whatIsLeftByOneThatDiedIsGoneOnWith() {
        remove(doomed, "1");
        Thread.currentThread().interrupt();
        try {
            clear.run();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(left(doomed)).as("the rows of an ended task wait").contains("status.cell ");
        clear.run();
        assertThat(left(doomed)).isEmpty();
    }

    @Test
    void whatATenantHasSpentTodayIsKeptUntilItsDayIsOver() {
        owner.sql("UPDATE status.job_progress SET spend_day = (now() AT TIME ZONE 'UTC')::date, day_spent = 5")
                .update();
        remove(doomed, "1");
        clear.run();
        assertThat(left(doomed)).isEqualTo("status.job_progress");

        owner.sql("UPDATE jobs.removed_job SET cleared = true, removed_at = removed_at - interval '25 hours'").update();
        clear.run();
        assertThat(left(doomed)).isEmpty();
        assertThat(left(kept)).contains("status.job_progress");
    }

    @ParameterizedTest
    @CsvSource({"NULL,0,18", "(now() AT TIME ZONE 'UTC')::date,5,23", "(now() AT TIME ZONE 'UTC')::date - 1,5,18"})
    void callsInFlightAreChargedAtTheirWorstOnTheDayThatTheirCellsGo(String day, long before, long after) {
        owner.sql("UPDATE status.job_progress SET spend_day = %s, day_spent = %d".formatted(day, before)).update();
        // in two ranges, and of each row three cells
        owner.sql("UPDATE status.cell SET begun_cost = 3 WHERE row IN (1, 1500)").update();
        remove(doomed, "1");
        clear.run();
        assertThat(left(doomed)).isEqualTo("status.job_progress");
        assertThat(spentToday()).isEqualTo(after);
        clear.run();
        assertThat(spentToday()).as("once").isEqualTo(after);
    }

    private long spentToday() {
        return owner.sql("""
                SELECT day_spent FROM status.job_progress
                WHERE job_id = :doomed AND spend_day = (now() AT TIME ZONE 'UTC')::date
                """).param("doomed", doomed).query(Long.class).single();
    }

    @Test
    void aTextThatACellOfAnotherJobWaitsForStaysUntilItHasIt() {
        owner.sql("UPDATE status.waiting_end SET text_job = :doomed WHERE job_id = :kept AND row = 1")
                .param("doomed", doomed).param("kept", kept).update();
        remove(doomed, "1");
        clear.run();
        assertThat(left(doomed)).isEqualTo("status.cell_output_chunk");

        owner.sql("DELETE FROM status.waiting_end WHERE job_id = :kept").param("kept", kept).update();
        clear.run();
        assertThat(left(doomed)).isEmpty();
    }
}
