package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators run when one table of cells has become too large. */
class PartitionedCellsIT {
    private static final Path SCRIPT = Path.of("../infra/scale/partition-cells.sql");
    private static final String PLACES = """
            SELECT DISTINCT tableoid::regclass::text FROM status.cell WHERE job_id = ?
            """;

    private final FoldDatabase database = new FoldDatabase();

    @Test
    void jobsFromBeforeAndAfterGoOnAndADayIsGivenUpByDroppingIt() throws SQLException, IOException {
        JobId before = database.newJob(3, 1);
        database.batch.fold(List.of(Events.done(before, 0, 0)));
        Instant next = Instant.now().plus(Duration.ofHours(1));
        partition(next.toString());
        JobId after = newJob(next);

        database.batch.fold(List.of(Events.done(before, 1, 0), Events.failed(after, 0, 0), Events.done(after, 1, 0)));
        database.batch.fold(List.of(Events.done(before, 1, 0), Events.done(before, 2, 0), Events.done(after, 1, 0),
                Events.done(after, 2, 0)));

        for (JobId job : List.of(before, after)) {
            assertCompleted(job);
        }
        assertThat(places(before)).containsExactly("status.cell_before");
        assertThat(places(after)).singleElement().asString().matches("status\\.cell_\\d{8}_[0-7]");
        assertThat(seenBy("acme")).isEqualTo(6);
        assertThat(seenBy("another")).isZero();

        database.sql.execute("DROP TABLE status.cell_before");
        assertThat(seenBy("acme")).isEqualTo(3);
    }

    /** The check of new cells stands from the first moment, so it must not outlast the moment from which they break it. */
    @Test
    void aMomentThatPassesWhileTheTableIsReadIsToldWithItsRemedyAndByDefaultItIsADayAway()
            throws SQLException, IOException {
        assertThatThrownBy(() -> partition("", """
                SELECT set_config('cellmill.partition_from', (clock_timestamp() - interval '1 second')::text, false)
                """)).rootCause().hasMessageContaining("has outlasted cellmill.partition_from")
                .hasMessageContaining("ALTER TABLE status.cell DROP CONSTRAINT cell_before");
        assertThatThrownBy(() -> partition(Instant.now().minusSeconds(1).toString()))
                .rootCause().hasMessageContaining("has passed");

        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        partition("");
        JobId fresh = database.newJob(3, 1);
        LocalDate from = days().getFirst();
        assertThat(from).isBetween(today.plusDays(2), LocalDate.now(ZoneOffset.UTC).plusDays(2));
        JobId last = newJob(startOf(from).minusMillis(1));
        JobId first = newJob(startOf(from));
        fold(fresh, last, first);

        assertThat(places(fresh)).containsExactly("status.cell_before");
        assertThat(places(last)).containsExactly("status.cell_before");
        assertThat(places(first)).singleElement().asString().startsWith("status.cell_" + name(from) + "_");
        assertThatThrownBy(() -> partition("")).rootCause().hasMessageContaining("is partitioned already");
    }

    @Test
    void daysThatNobodyAddedInTimeBecomeOnePartitionAndTheNextAreAdded() throws SQLException, IOException {
        partition("");
        LocalDate lastAdded = days().getLast();
        JobId added = newJob(startOf(lastAdded));
        JobId missed = newJob(startOf(lastAdded.plusDays(1)));
        JobId alsoMissed = newJob(startOf(lastAdded.plusDays(3)));
        fold(added, missed, alsoMissed);
        assertThat(places(alsoMissed)).containsExactly("status.cell_later");

        database.sql.execute("CALL status.add_cell_partitions(?)", lastAdded.plusDays(5));

        assertThat(places(added)).singleElement().asString().startsWith("status.cell_" + name(lastAdded) + "_");
        String together = "status.cell_" + name(lastAdded.plusDays(3));
        assertThat(places(missed)).containsExactly(together);
        assertThat(places(alsoMissed)).containsExactly(together);
        JobId next = newJob(startOf(lastAdded.plusDays(4)));
        JobId late = newJob(startOf(lastAdded.plusDays(2)));
        fold(next, late);
        assertThat(places(next)).singleElement().asString()
                .startsWith("status.cell_" + name(lastAdded.plusDays(4)) + "_");
        assertThat(places(late)).containsExactly(together);
        database.batch.fold(List.of(Events.done(missed, 1, 0), Events.done(missed, 2, 0)));
        assertCompleted(missed);

        database.sql.execute("DROP TABLE " + together);
        assertThat(places(missed)).isEmpty();
        database.sql.execute("CALL status.add_cell_partitions(?)", lastAdded.plusDays(6));
        assertThat(days()).endsWith(lastAdded.plusDays(5), lastAdded.plusDays(6));
    }

    private void partition(String from) throws IOException {
        partition(from, "SELECT 1");
    }

    /** As psql does it, for which the check of the whole table is a transaction of its own; and what happens meanwhile. */
    private void partition(String from, String meanwhile) throws IOException {
        String[] parts = Files.readString(SCRIPT).split("(?=ALTER TABLE status.cell VALIDATE|DO \\$\\$)");
        assertThat(parts).hasSize(4);
        database.sql.connection(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT set_config('cellmill.partition_from', '%s', false)".formatted(from));
                statement.execute(parts[0]);
                statement.execute(parts[1]);
                statement.execute(parts[2]);
                statement.execute(meanwhile);
                statement.execute(parts[3]);
            }
        });
    }

    /** Of three rows and a column, submitted at that moment. */
    private JobId newJob(Instant submitted) {
        return database.newJob(new JobId(UuidCreator.getTimeOrderedEpoch(submitted)), 3, List.of(List.of()));
    }

    private void fold(JobId... jobs) throws SQLException {
        database.batch.fold(Stream.of(jobs).<CellEvent>map(job -> Events.done(job, 0, 0)).toList());
    }

    private void assertCompleted(JobId job) {
        assertThat(database.jobProgress(job).get("ended")).isEqualTo(3L);
        assertThat(database.job(job).get("state")).isEqualTo("completed");
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String name(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** Those that have a partition, in order. */
    private List<LocalDate> days() {
        return database.sql.fetchValues("""
                SELECT substr(relname, 6)::date FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                WHERE inhparent = 'status.cell'::regclass AND relname ~ '^cell_\\d{8}$'
                ORDER BY relname
                """).stream().map(day -> ((Date) day).toLocalDate()).toList();
    }

    private List<String> places(JobId job) {
        return database.sql.fetchValues(PLACES, job.value()).stream().map(String.class::cast).toList();
    }

    private int seenBy(String tenant) {
        return database.sql.transactionResult(transaction -> {
            transaction.dsl().execute("SET LOCAL ROLE cellmill_request");
            transaction.dsl().execute("SELECT set_config('cellmill.tenant', ?, true)", tenant);
            return (Integer) transaction.dsl().fetchValue("SELECT count(*)::integer FROM status.cell");
        });
    }
}
