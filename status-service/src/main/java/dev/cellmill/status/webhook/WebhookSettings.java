package dev.cellmill.status.webhook;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.webhooks}.
 *
 * @param allowPrivate whether addresses that are not public may be reached
 * @param concurrency messages of one process under way at once
 */
@ConfigurationProperties(prefix = "cellmill.webhooks", ignoreUnknownFields = false)
record WebhookSettings(@DefaultValue("false") boolean allowPrivate, @DefaultValue("64") int concurrency) {
    WebhookSettings {
        if (concurrency < 1 || concurrency > 10_000) {
            throw new IllegalArgumentException(
                    "cellmill.webhooks.concurrency is from 1 to 10000, not " + concurrency);
        }
    }
}
