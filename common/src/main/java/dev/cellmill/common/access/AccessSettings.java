package dev.cellmill.common.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.access}. Each service counts for itself.
 *
 * @param requestsPerMinute of one key, from 1
 * @param failuresPerMinute of one address, with what is no key, from 1
 */
@ConfigurationProperties(prefix = "cellmill.access", ignoreUnknownFields = false)
public record AccessSettings(@DefaultValue("6000") int requestsPerMinute, @DefaultValue("60") int failuresPerMinute) {
    public AccessSettings {
        if (requestsPerMinute < 1 || failuresPerMinute < 1) {
            throw new IllegalArgumentException(
                    "cellmill.access.requests-per-minute and failures-per-minute are at least 1, not %d and %d"
                            .formatted(requestsPerMinute, failuresPerMinute));
        }
    }
}
