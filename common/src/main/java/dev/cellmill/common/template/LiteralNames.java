package dev.cellmill.common.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Mustache.VariableFetcher;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How templates find values: by the whole name in the one map of values, nowhere else. A value is a text, so inside
 * a section (whose context is that text) names are looked up in the map again; nothing is reached by reflection.
 */
final class LiteralNames implements Mustache.Collector {
    private static final VariableFetcher IN_VALUES = (values, name) -> {
        Object value = ((Map<?, ?>) values).get(name);
        return value == null ? "" : value;
    };

    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
        return null;
    }

    @Override
    public @Nullable VariableFetcher createFetcher(Object context, String name) {
        return context instanceof Map<?, ?> ? IN_VALUES : null;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new ConcurrentHashMap<>();
    }
}
