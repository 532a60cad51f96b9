package dev.cellmill.jobapi.access;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.access.KeyText;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, lists and revokes keys. A key acts within its own tenant; those of the tenant {@code default} are the
 * operator's and act on every tenant's keys. While there are keys at all there is one of the operator's among them, so
 * that nobody is locked out of making more: the first key is, and the last one is not revoked before the others.
 */
@Component
@EnableConfigurationProperties(KeySettings.class)
public class Keys {
    /** One change at a time, so that what it stands on is not changed by another. Readers do not wait. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('cellmill keys', 0))";

    private static final String ANY = "SELECT EXISTS (SELECT FROM access.api_key WHERE revoked_at IS NULL)";

    private static final String ACTIVE = "SELECT count(*) FROM access.api_key WHERE tenant = :tenant AND revoked_at IS NULL";

    private static final String INSERT = """
            INSERT INTO access.api_key (id, tenant, name, secret_hash, created_at)
            VALUES (:id, :tenant, :name, :hash, clock_timestamp())
            RETURNING id, tenant, name, created_at, revoked_at, last_used_at
            """;

    private static final String LIST = """
            SELECT id, tenant, name, created_at, revoked_at, last_used_at
            FROM access.api_key
            WHERE (:all OR tenant = :tenant)
              AND (:after::text IS NULL
                  OR (created_at, id) < (SELECT created_at, id FROM access.api_key WHERE id = :after))
            ORDER BY created_at DESC, id DESC
            LIMIT :limit
            """;

    private static final String REVOKE = """
            UPDATE access.api_key SET revoked_at = coalesce(revoked_at, clock_timestamp())
            WHERE id = :id AND (:all OR tenant = :tenant)
            """;

    private static final String ONLY_OTHERS_LEFT = """
            SELECT coalesce(bool_and(tenant <> :operator), false) FROM access.api_key WHERE revoked_at IS NULL
            """;

    private final JdbcClient sql;
    private final KeySettings settings;

    Keys(JdbcClient sql, KeySettings settings) {
        this.sql = sql;
        this.settings = settings;
    }

    /** A key, once with its secret. */
    record Made(KeyView view, KeyText key) {}

    /** @throws ProblemException if the caller may not make such a key */
    @Transactional
    public Made create(Caller caller, NewKey wanted) {
        TenantId tenant = wanted.tenant() == null ? caller.tenant() : wanted.tenant();
        if (!caller.operator() && !tenant.equals(caller.tenant())) {
            throw new ProblemException(Problem.at(ProblemType.FORBIDDEN, "/tenant",
                    "This key makes keys of its own tenant, %s, only; leave the tenant out, or ask the operator."
                            .formatted(caller.tenant())));
        }
        lock();
        boolean first = !anyKey();
        if (caller.key() == null && !first) {
            throw new ProblemException(Problem.of(ProblemType.UNAUTHENTICATED,
                    "There is a key by now; show it as Authorization: Bearer cm_… to make more."));
        }
        if (first && !tenant.equals(TenantId.DEFAULT)) {
            throw new ProblemException(Problem.at(ProblemType.FORBIDDEN, "/tenant",
                    "The first key is the operator's, of the tenant default; make that one, and with it the others."));
        }
        checkRoom(tenant);
        KeyText key = KeyText.next();
        return new Made(insert(key, tenant, wanted.name()), key);
    }

    /**
     * Stores the operator's key that a deployment chose for itself, unless there is one of anybody's.
     *
     * @return whether it was stored
     */
    @Transactional
    public boolean storeFirst(KeyText key) {
        lock();
        if (anyKey()) {
            return false;
        }
        insert(key, TenantId.DEFAULT, "first");
        return true;
    }

    /** Newest first, revoked ones too. @param after the id of the key before the first, null for the newest */
    List<KeyView> list(Caller caller, @Nullable String after, int limit) {
        return sql.sql(LIST).param("all", caller.operator()).param("tenant", caller.tenant().value())
                .param("after", after, java.sql.Types.VARCHAR).param("limit", limit)
                .query(Keys::view).list();
    }

    /** @throws ProblemException if the caller sees no such key, or the operator would be locked out */
    @Transactional
    public void revoke(Caller caller, String id) {
        lock();
        int revoked = sql.sql(REVOKE).param("id", id).param("all", caller.operator())
                .param("tenant", caller.tenant().value()).update();
        if (revoked == 0) {
            throw new ProblemException(Problem.notFound());
        }
        if (caller.operator() && sql.sql(ONLY_OTHERS_LEFT).param("operator", TenantId.DEFAULT.value())
                .query(Boolean.class).single()) {
            throw new ProblemException(Problem.of(ProblemType.LAST_KEY,
                    "This is the operator's last key, and other tenants have some; make another, or revoke theirs first."));
        }
    }

    private void checkRoom(TenantId tenant) {
        int most = settings.perTenant();
        if (sql.sql(ACTIVE).param("tenant", tenant.value()).query(Long.class).single() >= most) {
            throw new ProblemException(new Problem(ProblemType.QUOTA_EXCEEDED,
                    "The tenant %s may have %,d keys and has them; revoke one that is not needed, then ask again. The operator can raise it: cellmill.keys.per-tenant."
                            .formatted(tenant, most),
                    null, null, Map.of("limit", "keys", "allowed", most)));
        }
    }

    private boolean anyKey() {
        return sql.sql(ANY).query(Boolean.class).single();
    }

    private KeyView insert(KeyText key, TenantId tenant, @Nullable String name) {
        return sql.sql(INSERT).param("id", key.id()).param("tenant", tenant.value())
                .param("name", name).param("hash", key.secretHash())
                .query(Keys::view).single();
    }

    private void lock() {
        sql.sql(LOCK).query().singleRow();
    }

    private static KeyView view(ResultSet row, int number) throws SQLException {
        return new KeyView(row.getString("id"), new TenantId(row.getString("tenant")), row.getString("name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(), instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
