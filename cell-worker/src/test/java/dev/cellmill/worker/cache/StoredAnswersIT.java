package dev.cellmill.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cellmill.common.db.Schema;
import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Answers in the database, and how memory takes them from there. */
class StoredAnswersIT {
    private static final CacheSettings SETTINGS = new CacheSettings(DataSize.ofMegabytes(1), 100,
            DataSize.ofGigabytes(1), 1_000);

    private DSLContext sql;
    private StoredAnswers stored;

    @BeforeEach
    void start() {
        TestDatabase database = Backends.newDatabase();
        Schema.migrate(database.dataSource());
        sql = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
        stored = new StoredAnswers(sql);
    }

    @Test
    void anAnswerComesBackAsItWasUntilItsTimeIsOver() {
        stored.keep(List.of(answer(1, "a", Duration.ofHours(1)), answer(2, "b", Duration.ofMillis(-1))));
        assertThat(stored.find(List.of(request(1), request(2), request(3)))).containsOnlyKeys(request(1))
                .extractingByKey(request(1)).satisfies(kept -> {
                    assertThat(kept.answer()).isEqualTo(success("a"));
                    assertThat(kept.ttl()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
                });
        assertThat(stored.figures()).isEqualTo(new StoredAnswers.Figures(1, 2, 2, 2));
        assertThat(stored.expire()).isEqualTo(1);
        assertThat(stored.size().entries()).isEqualTo(1);
    }

    @Test
    void aNewerAnswerReplacesTheOlderAndHitsAreCounted() {
        stored.keep(List.of(answer(1, "old", Duration.ofHours(1))));
        stored.keep(List.of(answer(1, "new", Duration.ofHours(1))));
        stored.countHits(Map.of(request(1), 3L, request(9), 1L));
        assertThat(stored.find(List.of(request(1))).get(request(1)).answer()).isEqualTo(success("new"));
        assertThat(sql.fetchSingle("SELECT hits FROM worker.response_cache").get(0, Long.class)).isEqualTo(3);
    }

    @Test
    void theOldestGoFirstAndOneProvidersAnswersCanBeCleared() {
        for (int number = 0; number < 4; number++) {
            stored.keep(List.of(answer(number, "x", Duration.ofHours(1))));
        }
        stored.evict(2);
        assertThat(stored.find(IntStream.range(0, 4).mapToObj(StoredAnswersIT::request).toList()))
                .containsOnlyKeys(request(2), request(3));
        stored.keep(List.of(new StoredAnswers.Answer(request(5), "other", success("y"), Duration.ofHours(1))));
        assertThat(stored.clear("gpt")).isEqualTo(2);
        assertThat(stored.size().entries()).isEqualTo(1);
        assertThat(stored.cleared()).containsOnlyKeys("gpt");
        assertThat(stored.clear(null)).isEqualTo(1);
    }

    @Test
    void whatAnotherWorkerStoredIsTakenIntoMemoryOnceAndForgottenWhenItIsCleared() {
        var cache = new AnswerCache(memory(), stored, null);
        stored.keep(List.of(answer(1, "a", Duration.ofHours(1))));
        assertThat(cache.find(request(1))).isNull();
        cache.load(List.of(request(1), request(2)));
        assertThat(cache.find(request(1))).isEqualTo(new AnswerCache.Found(success("a"), ServedBy.STORE));
        assertThat(cache.find(request(1))).isEqualTo(new AnswerCache.Found(success("a"), ServedBy.MEMORY));
        assertThat(cache.forget("gpt")).isEqualTo(2);
        cache.load(List.of(request(1)));
        assertThat(cache.find(request(1))).isNull();
    }

    @Test
    void theKeeperWritesWhatIsKeptAndHearsWhatOthersHaveCleared() {
        var memory = memory();
        var keeper = new StoreKeeper(stored, memory, SETTINGS);
        var cache = new AnswerCache(memory, stored, keeper);
        cache.keep(request(1), profile(ProviderProfile.Cache.Mode.PERSISTENT), success("a"));
        cache.keep(request(2), profile(ProviderProfile.Cache.Mode.MEMORY), success("b"));
        keeper.stop();
        assertThat(stored.find(List.of(request(1), request(2)))).containsOnlyKeys(request(1));
        stored.clear("gpt");
        IntStream.range(0, 10).forEach(round -> keeper.run());
        assertThat(cache.find(request(1))).isNull();
    }

    private static ResponseCache memory() {
        return new ResponseCache(SETTINGS, Ticker.systemTicker());
    }

    private static Fingerprint request(int number) {
        return new Fingerprint(number, number);
    }

    private static StoredAnswers.Answer answer(int number, String text, Duration ttl) {
        return new StoredAnswers.Answer(request(number), "gpt", success(text), ttl);
    }

    private static ProviderOutcome.Success success(String text) {
        return new ProviderOutcome.Success(Json.MAPPER.getNodeFactory().stringNode(text), 0.5, 3, 4, 5, null, null);
    }

    private static ProviderProfile profile(ProviderProfile.Cache.Mode mode) {
        return new ProviderProfile("gpt", "openai", ProviderFamily.LLM, "ai", "hash", null, List.of(), List.of(),
                List.of(), List.of(), Map.of(), null, false,
                new ProviderProfile.Limits(null, null, 5, Duration.ofSeconds(90)), BigDecimal.ZERO,
                new ProviderProfile.Cache(mode, Duration.ofHours(1)));
    }
}
