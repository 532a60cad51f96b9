package dev.cellmill.faults.round;

import dev.cellmill.faults.cluster.Database;
import dev.cellmill.faults.oracle.Facts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Jobs and cells as the database has them, by no service. */
final class Cells {
    private static final String STATES = """
            SELECT id, state, pause_reason, run FROM jobs.job WHERE id = ANY (:jobs)""";
    private static final String ENDED = """
            SELECT job_id, row, col, run, state, md5(coalesce(value::text, '') || coalesce(error ->> 'code', '')) AS digest
            FROM status.cell WHERE job_id = ANY (:jobs) AND state >= 2""";
    private static final String ALL = """
            SELECT row, col, run, state, md5(coalesce(value::text, '') || coalesce(error ->> 'code', '')) AS digest
            FROM status.cell WHERE job_id = :job ORDER BY row, col""";
    private static final String DIGESTS = """
            SELECT cell.job_id, md5(string_agg(concat_ws('/', row, col, run, cell.state, value::text),
                    ',' ORDER BY row, col)
                || (SELECT concat_ws('/', state, run) FROM jobs.job WHERE id = cell.job_id)
                || (SELECT concat_ws('/', ended, completed_rows) FROM status.job_progress AS p
                    WHERE p.job_id = cell.job_id)) AS digest
            FROM status.cell AS cell WHERE cell.job_id = ANY (:jobs) AND cell.state >= 2 GROUP BY cell.job_id""";

    private final Database database;

    Cells(Database database) {
        this.database = database;
    }

    /** How a job stands. */
    record Standing(String state, String pauseReason, long run) {
        boolean hasEnded() {
            return switch (state) {
                case "completed", "failed", "cancelled" -> true;
                default -> false;
            };
        }
    }

    Map<String, Standing> standings(Collection<String> jobs) {
        var standings = new TreeMap<String, Standing>();
        database.sql().sql(STATES).param("jobs", ids(jobs)).query(row -> {
            String reason = row.getString("pause_reason");
            standings.put(row.getString("id"), new Standing(row.getString("state"), reason == null ? "" : reason,
                    row.getLong("run")));
        });
        return standings;
    }

    /** Those in a terminal state, now. */
    List<Facts.Sighting> ended(Collection<String> jobs) {
        return database.sql().sql(ENDED).param("jobs", ids(jobs))
                .query((row, number) -> new Facts.Sighting(
                        new Facts.Place(row.getString("job_id"), row.getInt("row"), row.getInt("col"),
                                row.getLong("run")),
                        row.getInt("state"), row.getString("digest")))
                .list();
    }

    List<Facts.CellFacts> of(String job) {
        return database.sql().sql(ALL).param("job", UUID.fromString(job))
                .query((row, number) -> new Facts.CellFacts(row.getInt("row"), row.getInt("col"), row.getLong("run"),
                        row.getInt("state"), row.getString("digest")))
                .list();
    }

    /** How many cells are running, over these jobs. */
    long running(Collection<String> jobs) {
        return database.sql().sql("SELECT count(*) FROM status.cell WHERE job_id = ANY (:jobs) AND state = 1")
                .param("jobs", ids(jobs)).query(Long.class).single();
    }

    /** Tasks that have not come back, over all jobs. */
    long inFlight() {
        return database.sql().sql("""
                SELECT coalesce((SELECT sum(sent) FROM jobs.job), 0)
                     - coalesce((SELECT sum(closed) FROM status.job_progress), 0)""").query(Long.class).single();
    }

    /** Whether the job's webhook is still to be told something. */
    boolean isToTell(String job) {
        return database.sql().sql("""
                SELECT EXISTS (SELECT FROM status.webhook_delivery WHERE job_id = ? AND state = 'pending')""")
                .param(UUID.fromString(job)).query(Boolean.class).single();
    }

    /** How many sheets and jobs have that name. */
    long named(String name) {
        return database.sql().sql("""
                SELECT (SELECT count(*) FROM intake.sheet WHERE name = :name AND state = 'ready')
                    + (SELECT count(*) FROM jobs.job WHERE name = :name)""").param("name", name).query(Long.class)
                .single();
    }

    /**
     * Of each job with cells, all that must not change once it has ended, in short. What its cells took may still grow: who was
     * cut off tells of it late.
     */
    Map<String, String> digests(Collection<String> jobs) {
        var digests = new TreeMap<String, String>();
        database.sql().sql(DIGESTS).param("jobs", ids(jobs)).query(row -> {
            digests.put(row.getString("job_id"), row.getString("digest"));
        });
        return digests;
    }

    private static UUID[] ids(Collection<String> jobs) {
        return jobs.stream().map(UUID::fromString).toArray(UUID[]::new);
    }
}
