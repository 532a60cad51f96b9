package dev.cellmill.status.audit;

import dev.cellmill.common.id.TenantId;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** The audit, for tests of other packages. */
public final class Audits {
    private Audits() {}

    /** The audit as text; holds {@code equal=true} if counters equal the cells. */
    public static String of(DataSource database, UUID job) throws SQLException {
        return new AuditJob(database).audit(new TenantId("acme"), job).toString();
    }
}
