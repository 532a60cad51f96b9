package dev.cellmill.worker.cache;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.cache}: the memory tier's bounds; both hold.
 *
 * @param memorySize of all answers kept, roughly
 * @param memoryEntries answers kept
 */
@ConfigurationProperties("cellmill.cache")
record CacheSettings(@DefaultValue("64MB") DataSize memorySize, @DefaultValue("50000") int memoryEntries) {
    CacheSettings {
        if (memorySize.toBytes() < 1 || memoryEntries < 1) {
            throw new IllegalArgumentException(
                    "cellmill.cache.memory-size and memory-entries are at least 1; a provider without a cache says"
                            + " cache: {mode: none}");
        }
    }
}
