package dev.cellmill.worker.cache;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.cache}: the bounds of both tiers; all hold.
 *
 * @param memorySize of all answers kept, roughly
 * @param memoryEntries answers kept
 * @param storeSize of all answers in the database, roughly
 * @param storeEntries answers kept in the database
 */
@ConfigurationProperties(prefix = "cellmill.cache", ignoreUnknownFields = false)
record CacheSettings(@DefaultValue("64MB") DataSize memorySize, @DefaultValue("50000") int memoryEntries,
        @DefaultValue("10GB") DataSize storeSize, @DefaultValue("1000000") long storeEntries) {
    CacheSettings {
        if (memorySize.toBytes() < 1 || memoryEntries < 1 || storeSize.toBytes() < 1 || storeEntries < 1) {
            throw new IllegalArgumentException(
                    "cellmill.cache: memory-size, memory-entries, store-size and store-entries are at least 1; a provider without a cache says"
                            + " cache: {mode: none}");
        }
    }
}
