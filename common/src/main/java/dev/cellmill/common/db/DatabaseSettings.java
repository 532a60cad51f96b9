package dev.cellmill.common.db;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.database}.
 *
 * @param role in which the service does its own work, one of migration V14
 */
@ConfigurationProperties(prefix = "cellmill.database", ignoreUnknownFields = false)
public record DatabaseSettings(@DefaultValue("cellmill_service") String role) {
    public DatabaseSettings {
        if (role.isBlank()) {
            throw new IllegalArgumentException("cellmill.database.role names a role of the database");
        }
    }
}
