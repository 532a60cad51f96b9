package dev.cellmill.status.fold;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What kind each announced provider is of. Reads them anew, once a second at most, where it is asked for one it does not know. Thread-safe. */
final class ProviderKinds implements UnaryOperator<String> {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKinds.class);
    private static final long BETWEEN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String READ = "SELECT name, profile ->> 'kind' AS kind FROM worker.provider";

    private final JdbcClient sql;
    private volatile Map<String, String> known = Map.of("none", "none");
    private volatile long readAt = System.nanoTime() - BETWEEN_NANOS;

    ProviderKinds(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public String apply(String provider) {
        if (!known.containsKey(provider) && System.nanoTime() - readAt >= BETWEEN_NANOS) {
            readAt = System.nanoTime();
            read();
        }
        return known.getOrDefault(provider, "unknown");
    }

    private void read() {
        var kinds = new HashMap<>(known);
        try {
            sql.sql(READ).query((RowCallbackHandler) row -> kinds.put(row.getString("name"), row.getString("kind")));
            known = Map.copyOf(kinds);
        } catch (DataAccessException e) {
            LOG.debug("the providers cannot be read now; cells are counted under the kind unknown", e);
        }
    }
}
