package dev.cellmill.status.audit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.audit}.
 *
 * @param largest cells of the largest job that is audited when it completes; 0 for none
 */
@ConfigurationProperties(prefix = "cellmill.audit", ignoreUnknownFields = false)
record AuditSettings(@DefaultValue("100000") long largest) {
    AuditSettings {
        if (largest < 0) {
            throw new IllegalArgumentException("cellmill.audit.largest is 0 or more, not " + largest);
        }
    }
}
