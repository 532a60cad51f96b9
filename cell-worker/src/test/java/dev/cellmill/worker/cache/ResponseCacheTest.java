package dev.cellmill.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.JsonNodeFactory;

class ResponseCacheTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void anAnswerIsKeptForItsProvidersTime() {
        ResponseCache cache = cache(DataSize.ofMegabytes(1), 100);
        cache.keep(request(1), "short", answer("a"), Duration.ofSeconds(10));
        cache.keep(request(2), "long", answer("b"), Duration.ofSeconds(60));
        now.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(cache.find(request(1))).isNull();
        assertThat(cache.find(request(2))).isEqualTo(answer("b"));
        assertThat(cache.figures()).isEqualTo(new ResponseCache.Figures(1, 1, 1));
    }

    @Test
    void entriesAndBytesAreBothBounded() {
        ResponseCache small = cache(DataSize.ofMegabytes(10), 50);
        ResponseCache light = cache(DataSize.ofKilobytes(100), 1_000_000);
        for (int i = 0; i < 1_000; i++) {
            small.keep(request(i), "p", answer("x"), Duration.ofHours(1));
            light.keep(request(i), "p", answer("x".repeat(1_000)), Duration.ofHours(1));
        }
        assertThat(small.figures().size()).isLessThanOrEqualTo(50);
        assertThat(light.figures().size()).isBetween(1L, 50L);
    }

    @Test
    void aTreeWeighsWhatItTakesAndNotWhatItsTextDoes() {
        ResponseCache cache = cache(DataSize.ofMegabytes(1), 1_000);
        var tree = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 2_000; i++) {
            tree.addObject();
        }
        for (int i = 0; i < 100; i++) {
            cache.keep(request(i), "p", new ProviderOutcome.Success(tree, null, 0, 0, 0, null, null),
                    Duration.ofHours(1));
        }
        assertThat(cache.figures().size()).as("of 200 KB each, though their texts have 6").isBetween(1L, 5L);
    }

    @Test
    void oneProvidersAnswersAreForgottenAndNoOthers() {
        ResponseCache cache = cache(DataSize.ofMegabytes(1), 100);
        cache.keep(request(1), "a", answer("1"), Duration.ofHours(1));
        cache.keep(request(2), "b", answer("2"), Duration.ofHours(1));
        assertThat(cache.forget("a")).isEqualTo(1);
        assertThat(cache.peek(request(1))).isNull();
        assertThat(cache.peek(request(2))).isNotNull();
        assertThat(cache.forget(null)).isEqualTo(1);
    }

    private ResponseCache cache(DataSize size, int entries) {
        return new ResponseCache(new CacheSettings(size, entries, size, entries), now::get);
    }

    private static Fingerprint request(int number) {
        return new Fingerprint(number, 0);
    }

    private static ProviderOutcome.Success answer(String text) {
        return new ProviderOutcome.Success(JsonNodeFactory.instance.stringNode(text), null, 0, 0, 0, null, null);
    }
}
