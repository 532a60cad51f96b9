package dev.cellmill.worker.cache;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.json.Json;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The tier in PostgreSQL. Each method is one statement, whatever the number of answers. Thread-safe. */
final class StoredAnswers {
    private static final String FIND = """
            SELECT request, provider, answer, confidence, input_tokens, output_tokens, cost,
                   extract(epoch FROM expires_at - clock_timestamp())::double precision AS seconds
            FROM worker.response_cache
            WHERE request = ANY({0}::uuid[]) AND expires_at > clock_timestamp()
              AND NOT EXISTS (SELECT FROM worker.response_cache_cleared AS cleared
                  WHERE cleared.provider IN ('', response_cache.provider)
                    AND response_cache.created_at <= cleared.cleared_at)
            """;
    private static final String KEEP = """
            INSERT INTO worker.response_cache AS kept
                (request, provider, answer, confidence, input_tokens, output_tokens, cost, bytes, created_at,
                 expires_at)
            SELECT request, provider, answer::jsonb, confidence, input_tokens, output_tokens, cost, octet_length(answer),
                   clock_timestamp() - make_interval(secs => age), clock_timestamp() + make_interval(secs => seconds - age)
            FROM unnest({0}::uuid[], {1}::text[], {2}::text[], {3}::double precision[], {4}::bigint[], {5}::bigint[],
                    {6}::bigint[], {7}::double precision[], {8}::double precision[])
                AS new (request, provider, answer, confidence, input_tokens, output_tokens, cost, seconds, age)
            ORDER BY request
            ON CONFLICT (request) DO UPDATE
            SET answer = excluded.answer, confidence = excluded.confidence, input_tokens = excluded.input_tokens,
                output_tokens = excluded.output_tokens, cost = excluded.cost, bytes = excluded.bytes,
                created_at = excluded.created_at, expires_at = excluded.expires_at
            """;
    private static final String COUNT_HITS = """
            UPDATE worker.response_cache AS kept SET hits = kept.hits + hit.times
            FROM (SELECT request, times FROM unnest({0}::uuid[], {1}::bigint[]) AS hit (request, times)
                  JOIN worker.response_cache USING (request) ORDER BY request FOR UPDATE OF response_cache SKIP LOCKED)
                AS hit
            WHERE kept.request = hit.request
            """;
    private static final String EXPIRE = """
            DELETE FROM worker.response_cache WHERE request IN (
                SELECT request FROM worker.response_cache WHERE expires_at <= clock_timestamp()
                ORDER BY expires_at LIMIT {0} FOR UPDATE SKIP LOCKED)
            """;
    private static final String EVICT = """
            DELETE FROM worker.response_cache WHERE request IN (
                SELECT request FROM worker.response_cache ORDER BY created_at LIMIT {0} FOR UPDATE SKIP LOCKED)
            """;
    private static final String CLEAR = """
            DELETE FROM worker.response_cache WHERE request IN (
                SELECT request FROM worker.response_cache
                WHERE ({1} = '' OR provider = {1}) AND created_at <= {2}::timestamptz
                LIMIT {0} FOR UPDATE SKIP LOCKED)
            """;
    private static final String NOTE_CLEARED = """
            INSERT INTO worker.response_cache_cleared (provider, cleared_at) VALUES ({0}, clock_timestamp())
            ON CONFLICT (provider) DO UPDATE SET cleared_at = excluded.cleared_at
            RETURNING cleared_at::text AS at
            """;
    private static final String CLEARED = "SELECT provider, cleared_at::text AS at FROM worker.response_cache_cleared";
    private static final String SIZE = "SELECT count(*) AS entries, coalesce(sum(bytes), 0)::bigint AS bytes"
            + " FROM worker.response_cache";

    private static final int AT_ONCE = 1_000;

    private final DSLContext database;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder sets = new LongAdder();

    StoredAnswers(DSLContext database) {
        this.database = database;
    }

    /**
     * An answer to keep.
     *
     * @param ttl from when it came
     * @param nanoTime when it came
     */
    record Answer(Fingerprint request, String provider, ProviderOutcome.Success answer, Duration ttl, long nanoTime) {

        /** One that came just now. */
        Answer(Fingerprint request, String provider, ProviderOutcome.Success answer, Duration ttl) {
            this(request, provider, answer, ttl, System.nanoTime());
        }
    }

    /** What the table holds. */
    record Size(long entries, long bytes) {}

    Map<Fingerprint, Answer> find(Collection<Fingerprint> requests) {
        UUID[] ids = requests.stream().map(Fingerprint::toUuid).toArray(UUID[]::new);
        var found = new HashMap<Fingerprint, Answer>();
        for (Record row : database.resultQuery(FIND, (Object) ids).fetch()) {
            var request = Fingerprint.ofUuid(row.get("request", UUID.class));
            var answer = new ProviderOutcome.Success(Json.MAPPER.readTree(row.get("answer", String.class)),
                    row.get("confidence", Double.class), row.get("input_tokens", Long.class),
                    row.get("output_tokens", Long.class), row.get("cost", Long.class), null, null);
            found.put(request, new Answer(request, row.get("provider", String.class), answer,
                    Duration.ofMillis((long) (row.get("seconds", Double.class) * 1_000))));
        }
        hits.add(found.size());
        misses.add(ids.length - found.size());
        return found;
    }

    void keep(List<Answer> answers) {
        int size = answers.size();
        var requests = new UUID[size];
        var providers = new String[size];
        var texts = new String[size];
        var confidences = new Double[size];
        var inputs = new Long[size];
        var outputs = new Long[size];
        var costs = new Long[size];
        var seconds = new Double[size];
        var ages = new Double[size];
        long now = System.nanoTime();
        for (int i = 0; i < size; i++) {
            Answer kept = answers.get(i);
            requests[i] = kept.request().toUuid();
            providers[i] = kept.provider();
            texts[i] = kept.answer().answer().toString();
            confidences[i] = kept.answer().confidence();
            inputs[i] = kept.answer().inputTokens();
            outputs[i] = kept.answer().outputTokens();
            costs[i] = kept.answer().cost();
            seconds[i] = kept.ttl().toMillis() / 1_000.0;
            ages[i] = (now - kept.nanoTime()) / 1e9;
        }
        database.query(KEEP, requests, providers, texts, confidences, inputs, outputs, costs, seconds, ages).execute();
        sets.add(size);
    }

    void countHits(Map<Fingerprint, Long> times) {
        database.query(COUNT_HITS, times.keySet().stream().map(Fingerprint::toUuid).toArray(UUID[]::new),
                times.values().toArray(Long[]::new)).execute();
    }

    /** In short transactions. @return how many were too old */
    int expire() {
        int all = 0;
        int gone;
        do {
            gone = database.query(EXPIRE, AT_ONCE).execute();
            all += gone;
        } while (gone == AT_ONCE);
        return all;
    }

    /** The oldest, in short transactions. */
    void evict(long entries) {
        for (long left = entries; left > 0; left -= AT_ONCE) {
            database.query(EVICT, Math.min(left, AT_ONCE)).execute();
        }
    }

    /** @param provider null for all @return how many there were */
    int clear(@Nullable String provider) {
        String name = provider == null ? "" : provider;
        String at = database.resultQuery(NOTE_CLEARED, name).fetchSingle().get("at", String.class);
        int all = 0;
        int gone;
        do {
            gone = database.query(CLEAR, AT_ONCE, name, at).execute();
            all += gone;
        } while (gone == AT_ONCE);
        return all;
    }

    /** When a provider's answers were last cleared, by anyone; all providers' under {@code ""}. */
    Map<String, String> cleared() {
        return database.resultQuery(CLEARED).fetchMap(row -> row.get("provider", String.class),
                row -> row.get("at", String.class));
    }

    Size size() {
        Record row = database.resultQuery(SIZE).fetchSingle();
        return new Size(row.get("entries", Long.class), row.get("bytes", Long.class));
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    /** Since this worker began; the size is the table's. */
    Figures figures() {
        return new Figures(hits.sum(), misses.sum(), sets.sum(), size().entries());
    }

    /** Of the stored tier. */
    record Figures(long hits, long misses, long sets, long size) {}
}
