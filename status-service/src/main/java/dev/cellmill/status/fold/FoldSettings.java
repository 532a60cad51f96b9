package dev.cellmill.status.fold;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.fold}.
 *
 * @param batchSize events folded in one transaction at most
 * @param concurrency folds of one process at once, each with partitions of its own and a database connection
 */
@ConfigurationProperties(prefix = "cellmill.fold", ignoreUnknownFields = false)
record FoldSettings(@DefaultValue("5000") int batchSize, @DefaultValue("2") int concurrency) {
    FoldSettings {
        if (batchSize < 1 || concurrency < 1) {
            throw new IllegalArgumentException("cellmill.fold.batch-size and .concurrency are at least 1, not "
                    + batchSize + " and " + concurrency);
        }
    }
}
