package dev.cellmill.status.audit;

import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** The audit, for tests of other packages. */
public final class Audits {
    private Audits() {}

    /** The audit as text; holds {@code equal=true} if counters equal the cells. */
    public static String of(DataSource database, UUID job) throws SQLException {
        return new AuditJob(database).audit(job).toString();
    }
}
