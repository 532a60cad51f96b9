package dev.cellmill.jobapi.access;

import dev.cellmill.common.service.Bounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.keys}.
 *
 * @param perTenant keys that are not revoked, of any tenant, the operator's too; requests are limited by key, so this bounds
 *     what a tenant asks in all
 */
@ConfigurationProperties(prefix = "cellmill.keys", ignoreUnknownFields = false)
record KeySettings(@DefaultValue("100") int perTenant) {

    KeySettings {
        Bounds.between("cellmill.keys.per-tenant", perTenant, 1, 1_000_000);
    }
}
