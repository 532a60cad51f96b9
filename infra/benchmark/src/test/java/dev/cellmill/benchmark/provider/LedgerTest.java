package dev.cellmill.benchmark.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(100_000);

    @Test
    void showsEachCallFromItsArrivalOn() {
        var entry = begin("k1", 5_000);
        assertThat(ledger.read(0, 10)).containsExactly(new Call(0, "k1", 5, 1_700, null, null, 0, 0, 0));

        ledger.end(entry.sequence(), 9_999, 200, new Bill(10, 3, 77));
        assertThat(ledger.read(0, 10)).containsExactly(new Call(0, "k1", 5, 1_700, 9L, 200, 10, 3, 77));
    }

    @Test
    void tellsHowOftenAKeyWasCalledBefore() {
        assertThat(begin("a", 1).earlier()).isZero();
        assertThat(begin("b", 2).earlier()).isZero();
        assertThat(begin("a", 3).earlier()).isEqualTo(1);
        assertThat(begin("a", 4).earlier()).isEqualTo(2);
        assertThat(ledger.summary()).matches(all -> all.keys() == 2 && all.mostCallsOfAKey() == 3);
    }

    @Test
    void sumsUpWhatWasAnsweredAndBilled() {
        List<Ledger.Entry> calls = IntStream.range(0, 4).mapToObj(call -> begin("k" + call, call)).toList();
        ledger.end(calls.get(0).sequence(), 10, 200, new Bill(10, 1, 100));
        ledger.end(calls.get(1).sequence(), 11, 200, new Bill(20, 2, 200));
        ledger.end(calls.get(2).sequence(), 12, 500, Bill.NOTHING);
        ledger.lost(calls.get(1).sequence());

        assertThat(ledger.summary()).isEqualTo(new LedgerSummary(
                4, 4, 1, 1, 4, Map.of(200, 1L, 500, 1L, Failures.LOST, 1L), 30, 3, 300));
        assertThat(ledger.read(1, 1)).extracting(Call::status, Call::priceNanoDollars)
                .containsExactly(tuple(Failures.LOST, 200L));
    }

    @Test
    void keepsManyCallsInTheOrderOfTheirArrivalWhereverTheReaderBegins() {
        int many = 3 * LedgerPage.CALLS + 5;
        for (int call = 0; call < many; call++) {
            ledger.end(begin("k" + call, call).sequence(), call, 200, Bill.NOTHING);
        }
        assertThat(ledger.read(0, many)).extracting(Call::sequence)
                .containsExactlyElementsOf(LongStream.range(0, many).boxed().toList());
        assertThat(ledger.read(many - 2, 10)).extracting(Call::key)
                .containsExactly("k" + (many - 2), "k" + (many - 1));
        assertThat(ledger.read(many, 10)).isEmpty();
        assertThat(ledger.summary().keys()).isEqualTo(many);
    }

    @Test
    void refusesMoreThanItHasRoomForAndGoesOnOnceEmptied() {
        var small = new Ledger(2);
        byte[] key = {1};
        small.begin(key, 1, 1);
        small.begin(key, 2, 2);
        assertThatThrownBy(() -> small.begin(key, 3, 3)).isInstanceOf(LedgerFull.class)
                .hasMessage("The ledger is full at 2 calls; empty it with DELETE /ledger, or give it more room with"
                        + " --max-calls.");
        small.clear();
        assertThat(small.begin(key, 4, 4)).isEqualTo(new Ledger.Entry(2, 0));
    }

    @Test
    void forgetsACallThatWasUnderWayWhenItWasEmptied() {
        var forgotten = begin("before", 1);
        ledger.clear();
        var kept = begin("after", 2);

        ledger.end(forgotten.sequence(), 3, 200, new Bill(1, 1, 1));
        ledger.lost(forgotten.sequence());

        assertThat(ledger.summary()).isEqualTo(new LedgerSummary(1, 1, 1, 1, 1, Map.of(), 0, 0, 0));
        assertThat(ledger.read(0, 10)).extracting(Call::key).containsExactly("after");
        assertThat(kept.sequence()).isEqualTo(1);
    }

    @Test
    void losesNothingOfManyAtOnce() throws Exception {
        var tasks = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 100; thread++) {
                int number = thread;
                tasks.add(threads.submit(() -> {
                    for (int call = 0; call < 100; call++) {
                        var entry = begin(number + "-" + call / 2, call);
                        ledger.end(entry.sequence(), call, 200, new Bill(1, 2, 3));
                    }
                }));
            }
        }
        for (var task : tasks) {
            task.get();
        }
        assertThat(ledger.summary()).matches(all -> all.calls() == 10_000 && all.keys() == 5_000
                && all.mostCallsOfAKey() == 2 && all.underWay() == 0 && all.byStatus().get(200) == 10_000
                && all.inputTokens() == 10_000 && all.outputTokens() == 20_000 && all.priceNanoDollars() == 30_000);
    }

    @Test
    void billsAreRoundedUpToANanoDollar() {
        var prices = new Prices(new BigDecimal("0.25"), new BigDecimal("2"), BigDecimal.ZERO);

        assertThat(prices.of(100, 20)).isEqualTo(25_000 + 40_000);
        assertThat(new Prices(new BigDecimal("0.0001"), BigDecimal.ZERO, new BigDecimal("0.01")).of(1, 0))
                .isEqualTo(10_000_001);
    }

    private Ledger.Entry begin(String key, long nanos) {
        return ledger.begin(key.getBytes(StandardCharsets.UTF_8), nanos, 1_700);
    }
}
