package dev.cellmill.jobapi.quota;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** For tests of what asks it. */
public final class StoredQuotas {
    private StoredQuotas() {}

    /** It asks no database, and there is none. */
    public static StoredQuota withoutLimits() {
        return new StoredQuota(JdbcClient.create(new SimpleDriverDataSource()), new QuotaSettings(null, null));
    }
}
