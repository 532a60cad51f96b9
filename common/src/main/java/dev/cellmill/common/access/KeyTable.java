package dev.cellmill.common.access;

import dev.cellmill.common.id.TenantId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys in the database, one statement each call. */
class KeyTable {
    private static final String ACTIVE = """
            SELECT tenant, name, secret_hash FROM access.api_key WHERE id = :id AND revoked_at IS NULL
            """;
    private static final String ANY = "SELECT EXISTS (SELECT FROM access.api_key WHERE revoked_at IS NULL)";
    private static final String USED = "UPDATE access.api_key SET last_used_at = clock_timestamp() WHERE id = :id";

    private final JdbcClient sql;

    KeyTable(JdbcClient sql) {
        this.sql = sql;
    }

    /** Empty if there is none or it is revoked. */
    Optional<StoredKey> active(String id) {
        return sql.sql(ACTIVE).param("id", id)
                .query((row, number) -> new StoredKey(
                        new Caller(new TenantId(row.getString("tenant")), id, row.getString("name")),
                        row.getBytes("secret_hash")))
                .optional();
    }

    boolean hasActive() {
        return sql.sql(ANY).query(Boolean.class).single();
    }

    void noteUse(String id) {
        sql.sql(USED).param("id", id).update();
    }
}
