package dev.cellmill.jobapi.quota;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Refuses files and batches beyond a tenant's limits, at the end of the transaction that keeps one, as {@link TenantQuota}
 * does. What a batch writes counts but is never refused, since it is paid: whoever is over a limit by it uploads nothing and
 * begins no batch until there is room again.
 */
@Component
public class StoredQuota {
    private static final String KEPT = """
            SELECT count(*) AS files, coalesce(sum(byte_count), 0)::bigint AS bytes FROM intake.file
            WHERE tenant = :tenant AND state = 'ready'
            """;
    private static final String OPEN = """
            SELECT count(*) FROM jobs.batch
            WHERE tenant = :tenant AND status IN ('validating', 'in_progress', 'finalizing', 'cancelling')
            """;

    private final JdbcClient sql;
    private final QuotaSettings settings;

    StoredQuota(JdbcClient sql, QuotaSettings settings) {
        this.sql = sql;
        this.settings = settings;
    }

    private record Kept(long files, long bytes) {}

    /**
     * Before a file is read, so that one which will not be kept is not stored first.
     *
     * @return bytes that it may have by its tenant's limits
     * @throws ProblemException if there is no room for one at all
     */
    public long roomForFile(TenantId tenant) {
        TenantLimits limits = settings.limits(tenant);
        if (limits.files() == null && limits.fileBytes() == null) {
            return Long.MAX_VALUE;
        }
        Kept kept = kept(tenant);
        if (kept.files() >= files(limits)) {
            throw tooMany(tenant, limits);
        }
        if (kept.bytes() >= bytes(limits)) {
            throw tooLong(tenant, limits);
        }
        return bytes(limits) - kept.bytes();
    }

    /** @throws ProblemException if the tenant keeps more now than it may */
    public void checkFiles(TenantId tenant) {
        TenantLimits limits = settings.limits(tenant);
        if (limits.files() == null && limits.fileBytes() == null) {
            return;
        }
        TenantQuota.hold(sql, tenant);
        Kept kept = kept(tenant);
        if (kept.files() > files(limits)) {
            throw tooMany(tenant, limits);
        }
        if (kept.bytes() > bytes(limits)) {
            throw tooLong(tenant, limits);
        }
    }

    /** @throws ProblemException if the tenant has more open batches now than it may, or keeps more than it may */
    public void checkBatches(TenantId tenant) {
        checkFiles(tenant);
        Integer most = settings.limits(tenant).openBatches();
        if (most == null) {
            return;
        }
        TenantQuota.hold(sql, tenant);
        if (sql.sql(OPEN).param("tenant", tenant.value()).query(Long.class).single() > most) {
            throw TenantQuota.refused("openBatches", most,
                    "The tenant %s may have %,d batches that have not ended and has them; wait for one to end, or cancel one, then ask again."
                            .formatted(tenant, most));
        }
    }

    /** Of a tenant whose files have as many bytes together as they may, or would have more with another. */
    public ProblemException tooLong(TenantId tenant) {
        return tooLong(tenant, settings.limits(tenant));
    }

    private static ProblemException tooLong(TenantId tenant, TenantLimits limits) {
        return TenantQuota.refused("fileBytes", bytes(limits),
                "The files of the tenant %s would have more than the %,d bytes that they may have together; delete some that are not needed, those that batches wrote among them, then ask again."
                        .formatted(tenant, bytes(limits)));
    }

    private static ProblemException tooMany(TenantId tenant, TenantLimits limits) {
        return TenantQuota.refused("files", files(limits),
                "The tenant %s may keep %,d files and has them; delete some that are not needed, those that batches wrote among them, then ask again."
                        .formatted(tenant, files(limits)));
    }

    private Kept kept(TenantId tenant) {
        return sql.sql(KEPT).param("tenant", tenant.value()).query(Kept.class).single();
    }

    private static long files(TenantLimits limits) {
        return requireNonNullElse(limits.files(), Long.MAX_VALUE);
    }

    private static long bytes(TenantLimits limits) {
        DataSize most = limits.fileBytes();
        return most == null ? Long.MAX_VALUE : most.toBytes();
    }
}
