package dev.cellmill.worker.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.util.unit.DataSize;

/** Caches for the tests of other packages. */
public final class TestCaches {
    private static final int ENTRIES = 100;

    private TestCaches() {}

    public static ResponseCache small() {
        return new ResponseCache(new CacheSettings(DataSize.ofMegabytes(1), ENTRIES, DataSize.ofMegabytes(1), ENTRIES),
                Ticker.systemTicker());
    }
}
