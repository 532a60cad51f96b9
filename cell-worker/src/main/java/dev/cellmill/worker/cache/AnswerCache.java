package dev.cellmill.worker.cache;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers by the fingerprint of their request, in two tiers: memory, over a table that all workers share and that outlives
 * them. Errors are never kept. Thread-safe.
 */
public final class AnswerCache {
    private static final int AT_ONCE = 1_000;
    /** Beyond, an answer of the table counts as one of memory. */
    private static final int MOST_PROMOTED = 100_000;

    private final ResponseCache memory;
    private final @Nullable StoredAnswers stored;
    private final @Nullable StoreKeeper keeper;
    /** Taken from the table and not asked for since. */
    private final Set<Fingerprint> promoted = ConcurrentHashMap.newKeySet();

    AnswerCache(ResponseCache memory, @Nullable StoredAnswers stored, @Nullable StoreKeeper keeper) {
        this.memory = memory;
        this.stored = stored;
        this.keeper = keeper;
    }

    /** Without the table. */
    public static AnswerCache inMemory(ResponseCache memory) {
        return new AnswerCache(memory, null, null);
    }

    /** An answer, and the tier that had it. */
    public record Found(ProviderOutcome.Success answer, ServedBy by) {}

    /** Brings what the table holds of these into memory. At most one statement; none if memory has all of them. */
    public void load(Collection<Fingerprint> requests) {
        List<Fingerprint> missing = requests.stream().distinct().filter(request -> memory.peek(request) == null)
                .toList();
        if (stored == null || missing.isEmpty()) {
            return;
        }
        stored.find(missing).forEach((request, answer) -> {
            if (promoted.size() < MOST_PROMOTED) {
                promoted.add(request);
            }
            memory.keep(request, answer.provider(), answer.answer(), answer.ttl());
        });
    }

    /** Counts as a hit or a miss. */
    public @Nullable Found find(Fingerprint request) {
        ProviderOutcome.Success answer = memory.find(request);
        if (answer == null) {
            promoted.remove(request);
            return null;
        }
        boolean fromTable = promoted.remove(request);
        if (fromTable && keeper != null) {
            keeper.hit(request);
        }
        return new Found(answer, fromTable ? ServedBy.STORE : ServedBy.MEMORY);
    }

    /** Of memory; counts as nothing. */
    public ProviderOutcome.@Nullable Success peek(Fingerprint request) {
        return memory.peek(request);
    }

    public void keep(Fingerprint request, ProviderProfile provider, ProviderOutcome.Success answer) {
        memory.keep(request, provider.name(), answer, provider.cache().ttl());
        if (keeper != null && provider.cache().mode() == ProviderProfile.Cache.Mode.PERSISTENT) {
            keeper.keep(new StoredAnswers.Answer(request, provider.name(), answer, provider.cache().ttl()));
        }
    }

    /** Answers known from elsewhere, written when this returns. @param providers by name */
    void warm(Collection<StoredAnswers.Answer> answers, Map<String, ProviderProfile> providers) {
        var newest = new LinkedHashMap<Fingerprint, StoredAnswers.Answer>();
        answers.forEach(answer -> newest.put(answer.request(), answer));
        List<StoredAnswers.Answer> lasting = newest.values().stream()
                .filter(answer -> providers.get(answer.provider()).cache()
                        .mode() == ProviderProfile.Cache.Mode.PERSISTENT)
                .toList();
        if (stored != null) {
            for (int from = 0; from < lasting.size(); from += AT_ONCE) {
                stored.keep(lasting.subList(from, Math.min(lasting.size(), from + AT_ONCE)));
            }
        }
        newest.values().forEach(answer -> memory.keep(answer.request(), answer.provider(), answer.answer(),
                answer.ttl()));
    }

    /**
     * Everywhere: in the table, here at once, and in the memory of other workers within a second.
     *
     * @param provider whose answers are forgotten; null for all
     * @return how many this worker's memory and the table held
     */
    int forget(@Nullable String provider) {
        int inMemory = memory.forget(provider);
        return stored == null ? inMemory : inMemory + stored.clear(provider);
    }

    /** By tier. */
    Map<String, Object> figures() {
        return stored == null
                ? Map.of("memory", memory.figures())
                : Map.of("memory", memory.figures(), "store", stored.figures());
    }
}
