package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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
        Instant next = Instant.ofEpochMilli((before.value().getMostSignificantBits() >>> 16) + 1);
        database.sql.connection(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT set_config('cellmill.partition_from', '%s', false)".formatted(next));
                statement.execute(Files.readString(SCRIPT));
            }
        });
        JobId after = database.newJob(3, 1);

        database.batch.fold(List.of(Events.done(before, 1, 0), Events.failed(after, 0, 0), Events.done(after, 1, 0)));
        database.batch.fold(List.of(Events.done(before, 1, 0), Events.done(before, 2, 0), Events.done(after, 1, 0),
                Events.done(after, 2, 0)));

        for (JobId job : List.of(before, after)) {
            assertThat(database.jobProgress(job).get("ended")).isEqualTo(3L);
            assertThat(database.job(job).get("state")).isEqualTo("completed");
        }
        assertThat(places(before)).containsExactly("status.cell_before");
        assertThat(places(after)).singleElement().asString().matches("status\\.cell_\\d{8}_[0-7]");
        assertThat(seenBy("acme")).isEqualTo(6);
        assertThat(seenBy("another")).isZero();

        database.sql.execute("DROP TABLE status.cell_before");
        assertThat(seenBy("acme")).isEqualTo(3);
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
