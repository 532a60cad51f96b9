package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoalescerTest {

    @Test
    void theFirstLeadsAndGetsAllWhoJoined() {
        var coalescer = new Coalescer<String, String>();
        assertThat(coalescer.join("k", "a")).isTrue();
        assertThat(coalescer.join("k", "b")).isFalse();
        assertThat(coalescer.join("other", "c")).isTrue();
        assertThat(coalescer.land("k")).containsExactly("a", "b");
        assertThat(coalescer.join("k", "d")).isTrue();
    }

    @Test
    void underContentionEachAskerBelongsToExactlyOneLanding() {
        var coalescer = new Coalescer<Integer, Object>();
        Set<Object> landed = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        var twice = new AtomicInteger();
        int threads = 8;
        int each = 20_000;
        try (var executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                executor.submit(() -> {
                    for (int j = 0; j < each; j++) {
                        if (coalescer.join(j % 3, new Object())) {
                            coalescer.land(j % 3).forEach(asker -> {
                                if (!landed.add(asker)) {
                                    twice.incrementAndGet();
                                }
                            });
                        }
                    }
                });
            }
        }
        assertThat(twice).hasValue(0);
        assertThat(landed).hasSize(threads * each);
    }
}
