package dev.cellmill.status.live;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.live}.
 *
 * @param maxWatchers streams of one process at once
 * @param textMemory what is kept of the texts of all watched running cells together, as characters of two bytes
 */
@ConfigurationProperties(prefix = "cellmill.live", ignoreUnknownFields = false)
record LiveSettings(@DefaultValue("1000") int maxWatchers, @DefaultValue("64MB") DataSize textMemory) {
    LiveSettings {
        if (maxWatchers < 1 || textMemory.toBytes() < 1) {
            throw new IllegalArgumentException("cellmill.live.max-watchers and .text-memory are at least 1, not "
                    + maxWatchers + " and " + textMemory);
        }
    }
}
