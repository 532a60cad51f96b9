package dev.cellmill.worker.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Answers by the fingerprint of their request, in memory, each for its provider's time to live. Thread-safe. */
public final class ResponseCache {
    private static final int OVERHEAD_BYTES = 256;
    private static final int BYTES_PER_CHARACTER = 2;
    /** An object or array with its map or list, and its place in another. */
    private static final int BYTES_PER_NODE = 100;

    private final Cache<Fingerprint, Kept> answers;
    private final int leastWeight;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    ResponseCache(CacheSettings settings, Ticker ticker) {
        // each entry weighs at least its share, so that the bound in bytes holds the one in entries too
        long bytes = settings.memorySize().toBytes();
        this.leastWeight = Math.toIntExact(Math.max(1, Math.min(Integer.MAX_VALUE, bytes / settings.memoryEntries())));
        this.answers = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumWeight(bytes)
                .weigher((Fingerprint request, Kept kept) -> kept.weight())
                .expireAfter(Expiry.writing((Fingerprint request, Kept kept) -> kept.ttl()))
                .build();
    }

    private record Kept(String provider, ProviderOutcome.Success answer, Duration ttl, int weight) {}

    /** Counts as a hit or a miss. */
    public ProviderOutcome.@Nullable Success find(Fingerprint request) {
        Kept kept = answers.getIfPresent(request);
        (kept == null ? misses : hits).increment();
        return kept == null ? null : kept.answer();
    }

    /** Counts as nothing. */
    public ProviderOutcome.@Nullable Success peek(Fingerprint request) {
        Kept kept = answers.getIfPresent(request);
        return kept == null ? null : kept.answer();
    }

    public void keep(Fingerprint request, String provider, ProviderOutcome.Success answer, Duration ttl) {
        answers.put(request, new Kept(provider, answer, ttl, Math.max(leastWeight, bytes(answer))));
    }

    /**
     * @param provider whose answers are forgotten; null for all
     * @return how many there were
     */
    public int forget(@Nullable String provider) {
        var forgotten = new AtomicInteger();
        answers.asMap().values().removeIf(kept -> {
            boolean goes = provider == null || provider.equals(kept.provider());
            if (goes) {
                forgotten.incrementAndGet();
            }
            return goes;
        });
        return forgotten.get();
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    /** About. */
    long size() {
        return answers.estimatedSize();
    }

    public Figures figures() {
        answers.cleanUp();
        return new Figures(hits.sum(), misses.sum(), answers.estimatedSize());
    }

    /** @param size answers kept */
    public record Figures(long hits, long misses, long size) {}

    private static int bytes(ProviderOutcome.Success answer) {
        long characters = answer.answer().toString().length();
        characters += answer.sent() == null ? 0 : answer.sent().toString().length();
        characters += answer.received() == null ? 0 : answer.received().length();
        return (int) Math.min(Integer.MAX_VALUE,
                OVERHEAD_BYTES + BYTES_PER_CHARACTER * characters + BYTES_PER_NODE * nodes(answer.answer()));
    }

    /** A short text can be a large tree. No deeper than JSON that is read here. */
    private static long nodes(JsonNode node) {
        long nodes = 1;
        for (JsonNode child : node) {
            nodes += nodes(child);
        }
        return nodes;
    }
}
