package dev.cellmill.worker.run;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.run}.
 *
 * @param concurrency cells in flight at providers at once, on this worker; providers that would together take more
 *     get their share
 */
@ConfigurationProperties(prefix = "cellmill.run", ignoreUnknownFields = false)
record RunSettings(@DefaultValue("2000") int concurrency) {
    RunSettings {
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "cellmill.run.concurrency (CELLMILL_CONCURRENCY) is at least 1, not " + concurrency);
        }
    }
}
