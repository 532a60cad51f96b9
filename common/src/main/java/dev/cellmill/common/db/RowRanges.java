package dev.cellmill.common.db;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes what a job has out of a table in ranges of its key, each in a short transaction of its own, so that nothing waits for
 * it and dead rows can be cleaned up behind it. It can end anywhere and be gone on with by anyone, several at once too.
 */
public final class RowRanges {
    private static final int AT_ONCE = 2_000;

    /** From the last row on, so that no range goes over the dead rows of all before it; what another is at is passed over. */
    private static final String NEXT = """
            WITH gone AS (
                DELETE FROM %1$s WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM %1$s WHERE job_id = :job AND row >= :from ORDER BY row LIMIT :most
                    FOR UPDATE SKIP LOCKED))
                RETURNING *)
            %2$s
            SELECT max(row) FROM gone
            """;

    private RowRanges() {}

    /**
     * Returns when nothing is left that it could have, or its thread is interrupted.
     *
     * @param table with the columns {@code job_id} and {@code row}, first in its key
     */
    public static void clear(JdbcClient sql, String table, UUID job) {
        clear(sql, table, job, "");
    }

    /**
     * The same.
     *
     * @param also what is done in the same statement, and so as often as a row goes: more of its WITH, which reads what is
     *        {@code gone}
     */
    public static void clear(JdbcClient sql, String table, UUID job, String also) {
        String statement = NEXT.formatted(table, also);
        Integer last = -1;
        while (last != null && !Thread.currentThread().isInterrupted()) {
            last = sql.sql(statement).param("job", job).param("from", last).param("most", AT_ONCE)
                    .query((row, number) -> row.getObject(1, Integer.class)).optional().orElse(null);
        }
    }
}
