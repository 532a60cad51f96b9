package dev.cellmill.common.db;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deleted jobs of which nobody writes anything any more, so that each service may take away what it has of them. */
public final class RemovedJobs {
    /** A job that has much is worked on for long, and the others wait for it. */
    private static final int AT_ONCE = 100;

    /** A horizon that lies ahead was taken before this database was restored from a dump: those transactions are over. */
    private static final String READY = """
            SELECT job_id FROM jobs.removed_job
            WHERE NOT cleared AND (horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                OR horizon > pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
            ORDER BY removed_at
            LIMIT :most
            """;

    private RemovedJobs() {}

    /** The first {@value #AT_ONCE}, the longest removed first; one of which nothing is left comes no more. */
    public static UUID[] ready(JdbcClient sql) {
        return sql.sql(READY).param("most", AT_ONCE).query(UUID.class).list().toArray(UUID[]::new);
    }
}
