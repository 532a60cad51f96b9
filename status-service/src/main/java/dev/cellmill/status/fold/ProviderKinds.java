package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What kind each announced provider is of. Reads them anew, once a second at most, where it is asked for one it does not know. Thread-safe. */
final class ProviderKinds implements UnaryOperator<String> {
    /** Of a provider that nobody has announced, or that cannot be looked up now. */
    static final String UNKNOWN = "unknown";
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKinds.class);
    private static final long BETWEEN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String READ = "SELECT name, lane, profile ->> 'kind' AS kind FROM worker.provider";

    private final JdbcClient sql;
    private volatile Map<String, String> known = Map.of(EndedCells.NONE, EndedCells.NONE);
    private volatile long readAt = System.nanoTime() - BETWEEN_NANOS;

    ProviderKinds(JdbcClient sql) {
        this.sql = sql;
    }

    /** A provider as a worker announced it. */
    record Announced(String provider, String kind, String lane) {
        Announced {
            requireNonNull(provider, "provider is null");
            requireNonNull(kind, "kind is null");
            requireNonNull(lane, "lane is null");
        }
    }

    @Override
    public String apply(String provider) {
        if (!known.containsKey(provider) && System.nanoTime() - readAt >= BETWEEN_NANOS) {
            try {
                read();
            } catch (DataAccessException e) {
                LOG.debug("the providers cannot be read now; cells are counted under the kind unknown", e);
            }
        }
        return known.getOrDefault(provider, UNKNOWN);
    }

    /** @throws DataAccessException if the database does not answer */
    List<Announced> read() {
        readAt = System.nanoTime();
        List<Announced> all = sql.sql(READ).query((row, number) -> new Announced(row.getString("name"),
                row.getString("kind"), row.getString("lane"))).list();
        var kinds = new HashMap<>(known);
        all.forEach(one -> kinds.put(one.provider(), one.kind()));
        known = Map.copyOf(kinds);
        return all;
    }
}
