package dev.cellmill.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.worker.budget.ProviderBudget.Permit;
import dev.cellmill.worker.budget.RateBudget.Grant;
import dev.cellmill.worker.budget.RateBudget.Hold;
import dev.cellmill.worker.budget.RateBudget.Limits;
import dev.cellmill.worker.budget.RateBudget.News;
import dev.cellmill.worker.budget.RateBudget.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a slot counts, and how often slots are asked for, on a clock that the test moves. */
class BudgetSlotTest {
    private static final Limits LIMITS = new Limits(600.0, null);
    private static final long PATIENCE_SECONDS = 20;
    private static final long MILLI = 1_000_000;

    /** A pause that is reckoned wrongly with it would have no end. */
    private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
    private final AtomicLong readings = new AtomicLong();
    private final Shared shared = new Shared();
    private final ProviderBudget budget = budget(LIMITS);

    @BeforeEach
    void aCallHasComeBackAndTheClockIsKnown() {
        budget.unused(new Permit(0, null));
        budget.exchange();
    }

    @Test
    void whoHasASlotBeginsWhenItDoes() throws Exception {
        CompletableFuture<@Nullable Permit> caller = withASlotIn(100);
        now.addAndGet(100 * MILLI - 1);
        long before = readings.get();
        await().until(() -> readings.get() > before + 2);
        assertThat(caller).isNotDone();
        now.incrementAndGet();
        assertThat(permit(caller).tokens()).isEqualTo(5);
        assertThat(shared.asked()).isEqualTo(1);
    }

    @Test
    void aSlotThatWasMissedByMoreThan150MillisecondsIsAskedForAnewAndItsTokensAreGivenBack() throws Exception {
        CompletableFuture<@Nullable Permit> intime = withASlotIn(100);
        now.addAndGet((100 + 150) * MILLI);
        assertThat(permit(intime).tokens()).isEqualTo(5);
        assertThat(shared.asked()).isEqualTo(1);

        CompletableFuture<@Nullable Permit> late = withASlotIn(100);
        shared.delay = 0;
        now.addAndGet((100 + 150) * MILLI + 1);
        assertThat(permit(late).tokens()).isEqualTo(5);
        assertThat(shared.asked()).isEqualTo(3);
        assertThat(shared.debt()).isEqualTo(-5);
        assertThat(shared.told).as("nobody asks for nobody").hasSize(1 + 3);
    }

    /** By less, it was the way there; by more, the database has noticed itself, and moved its times along. */
    @ParameterizedTest
    @CsvSource({"0, true", "250, true", "251, false", "-251, false", "999, false", "1000, true"})
    void slotsFromBeforeAJumpOfTheDatabasesClockAreVoid(double jump, boolean counts) throws Exception {
        CompletableFuture<@Nullable Permit> caller = withASlotIn(100);
        shared.clock += jump;
        budget.exchange();
        shared.delay = 0;
        now.addAndGet(100 * MILLI);
        shared.clock += 100;
        permit(caller);
        assertThat(shared.asked()).isEqualTo(counts ? 1 : 2);
    }

    @Test
    void slotsFromBeforeAnotherWorkersRefusalAreVoidAndThoseGivenOutSinceAreNot() throws Exception {
        CompletableFuture<@Nullable Permit> before = withASlotIn(100);
        shared.generation = 1;
        CompletableFuture<@Nullable Permit> since = withASlotIn(100);
        shared.delay = 0;
        now.addAndGet(100 * MILLI);
        permit(since);
        permit(before);
        assertThat(shared.asked()).as("the first of them twice").isEqualTo(3);
    }

    @Test
    void aSlotThatWasGivenOutWhileTheProviderRefusedIsVoid() throws Exception {
        shared.onReserve = () -> {
            shared.onReserve = () -> {};
            budget.refused(Duration.ofMillis(1), now.get());
            shared.generation = 7;
        };
        assertThat(permit(acquire(budget, () -> true)).tokens()).isEqualTo(5);
        assertThat(shared.asked()).isEqualTo(2);
    }

    @Test
    void aSlotFromBeforeARefusalHereAndOthersElsewhereIsVoid() throws Exception {
        CompletableFuture<@Nullable Permit> caller = withASlotIn(100);
        budget.refused(Duration.ofMillis(10), now.get());
        for (int elsewhere = 1; elsewhere <= 2; elsewhere++) {
            shared.generation = elsewhere;
            budget.exchange();
        }
        shared.delay = 0;
        now.addAndGet(100 * MILLI);
        permit(caller);
        assertThat(shared.asked()).isEqualTo(2);
    }

    @Test
    void anAnswerFromBeforeARefusalOfOursDoesNotEndItsHold() {
        shared.generation = 3;
        budget.refused(Duration.ofSeconds(2), now.get());
        shared.generation = 2;
        budget.exchange();
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whoLeftWhileASlotWasAskedForGivesItsTokensBack() throws Exception {
        var isWanted = new AtomicBoolean(true);
        shared.lock.lock();
        CompletableFuture<@Nullable Permit> caller = acquire(budget, isWanted::get);
        await().until(() -> shared.asked() == 1);
        isWanted.set(false);
        assertThat(permit(caller)).isNull();
        shared.lock.unlock();
        await().until(() -> {
            budget.exchange();
            return shared.debt() != 0;
        });
        assertThat(shared.debt()).isEqualTo(-5);
    }

    @Test
    void whoHasGotASlotBeforeItLeftTakesIt() throws Exception {
        shared.isFull = true;
        CompletableFuture<@Nullable Permit> caller = acquire(budget, () -> {
            shared.isFull = false;
            await().until(() -> budget.waiting() == 0);
            return false;
        });
        assertThat(permit(caller).tokens()).isEqualTo(5);
    }

    @Test
    void whoIsInterruptedWhileItWaitsLeaves() throws Exception {
        shared.isFull = true;
        interrupt(1);
        assertThat(budget.waiting()).isZero();
        budget.exchange();
        assertThat(shared.debt()).as("it had no slot").isZero();
    }

    @Test
    void whoIsInterruptedWithASlotGivesItsTokensBack() throws Exception {
        shared.delay = 100;
        interrupt(0);
        budget.exchange();
        assertThat(shared.debt()).isEqualTo(-5);
    }

    private void interrupt(int whenSoManyWait) throws InterruptedException {
        int asked = shared.asked();
        var outcome = new CompletableFuture<@Nullable Permit>();
        Thread caller = start(budget, () -> true, outcome);
        await().until(() -> shared.asked() > asked && budget.waiting() == whenSoManyWait);
        caller.interrupt();
        caller.join();
        assertThat(outcome).isCompletedExceptionally();
    }

    @Test
    void aProviderWithoutALimitIsWaitedForWhileItIsHeld() throws Exception {
        ProviderBudget free = budget(Limits.NONE);
        assertThat(permit(acquire(free, () -> true)).tokens()).isEqualTo(0);
        assertThat(shared.asked()).isZero();
        free.refused(Duration.ofSeconds(1), now.get());
        assertThat(permit(acquire(free, () -> true)).tokens()).isEqualTo(5);
        assertThat(shared.asked()).isEqualTo(1);
    }

    @Test
    void isCalledWhileSomebodyWaits() throws Exception {
        assertThat(budget.isCalled()).as("it was never used").isFalse();
        shared.isFull = true;
        CompletableFuture<@Nullable Permit> caller = acquire(budget, () -> true);
        await().until(() -> budget.waiting() == 1);
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(budget.isCalled()).isTrue();
        assertThat(budget.longestWait()).isEqualTo(60);
        shared.isFull = false;
        permit(caller);
        assertThat(budget.isCalled()).isFalse();
        assertThat(budget.longestWait()).isZero();
    }

    @Test
    void slotsAreAskedForEvery50MillisecondsAtMost() throws Exception {
        shared.isFull = true;
        shared.again = 0;
        assertPauses(Duration.ofMillis(50));
    }

    @Test
    void whereAllSlotsAreGivenOutTheNextAreAskedForWhenThereAreSomeAnd150MillisecondsLaterAtLeast() throws Exception {
        shared.isFull = true;
        shared.again = 1;
        assertPauses(Duration.ofMillis(150));
        shared.again = 300;
        assertPauses(Duration.ofMillis(300));
    }

    @Test
    void aDatabaseThatIsAwayIsAskedEveryHalfSecond() throws Exception {
        shared.isAway = true;
        assertPauses(Duration.ofMillis(500));
    }

    private void assertPauses(Duration least) throws Exception {
        int before = shared.asks.size();
        var isWanted = new AtomicBoolean(true);
        CompletableFuture<@Nullable Permit> caller = acquire(budget, isWanted::get);
        await().until(() -> shared.asks.size() >= before + 2);
        isWanted.set(false);
        permit(caller);
        assertThat(shared.asks.get(before + 1).nanos() - shared.asks.get(before).nanos())
                .isGreaterThanOrEqualTo(least.toNanos());
    }

    @Test
    void aCallThatTookNothingHasComeBackAllTheSame() throws Exception {
        shared.lock.lock();
        CompletableFuture<@Nullable Permit> first = acquire(budget, () -> true);
        await().until(() -> shared.asked() == 1);
        List<CompletableFuture<@Nullable Permit>> others = List.of(acquire(budget, () -> true),
                acquire(budget, () -> true));
        await().until(() -> budget.waiting() == 3);
        shared.lock.unlock();
        permit(first);
        for (CompletableFuture<@Nullable Permit> other : others) {
            permit(other);
        }
        assertThat(shared.asks).extracting(Ask::tokens)
                .containsExactly(List.of(), List.of(5L), List.of(5L, 5L));
    }

    @Test
    void whoWaitsBeforeAnyCallHasComeBackIsAskedForUntilThereIsASlot() throws Exception {
        ProviderBudget fresh = budget(LIMITS);
        shared.isFull = true;
        CompletableFuture<@Nullable Permit> caller = acquire(fresh, () -> true);
        await().until(() -> shared.asked() > 1);
        shared.isFull = false;
        assertThat(permit(caller).tokens()).isEqualTo(5);
    }

    /** A call that begins later comes back later. */
    @Test
    void theFirstCallHasASecondFromWhenItBegins() throws Exception {
        ProviderBudget fresh = budget(LIMITS);
        shared.delay = 400;
        List<CompletableFuture<@Nullable Permit>> callers = List.of(acquire(fresh, () -> true),
                acquire(fresh, () -> true));
        await().until(() -> shared.asked() == 2);
        now.addAndGet(400 * MILLI);
        for (CompletableFuture<@Nullable Permit> caller : callers) {
            permit(caller);
        }
        List<Ask> asks = shared.asks.stream().filter(ask -> !ask.tokens().isEmpty()).toList();
        assertThat(asks.get(1).nanos() - asks.get(0).nanos()).isGreaterThanOrEqualTo(1_400 * MILLI);
    }

    private ProviderBudget budget(Limits limits) {
        return new ProviderBudget("gpt", shared, limits, () -> {
            readings.incrementAndGet();
            return now.get();
        }, () -> 0);
    }

    /** Of 5 tokens. */
    private CompletableFuture<@Nullable Permit> withASlotIn(int millis) {
        shared.delay = millis;
        int asked = shared.asked();
        CompletableFuture<@Nullable Permit> caller = acquire(budget, () -> true);
        await().until(() -> shared.asked() > asked && budget.waiting() == 0);
        return caller;
    }

    private static CompletableFuture<@Nullable Permit> acquire(ProviderBudget budget, BooleanSupplier wanted) {
        var permit = new CompletableFuture<@Nullable Permit>();
        start(budget, wanted, permit);
        return permit;
    }

    private static Thread start(ProviderBudget budget, BooleanSupplier wanted,
            CompletableFuture<@Nullable Permit> permit) {
        return Thread.startVirtualThread(() -> {
            try {
                permit.complete(budget.acquire(5, wanted));
            } catch (InterruptedException e) {
                permit.completeExceptionally(e);
            }
        });
    }

    private static @Nullable Permit permit(CompletableFuture<@Nullable Permit> caller) throws Exception {
        return caller.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** @param tokens of each caller @param nanos when, by the real clock: pauses are real ones */
    private record Ask(List<Long> tokens, long nanos) {}

    /** The database, which says what the test wants. */
    private static final class Shared implements RateBudget {
        private final ReentrantLock lock = new ReentrantLock();
        private final List<Ask> asks = new CopyOnWriteArrayList<>();
        private final List<News> told = new CopyOnWriteArrayList<>();
        private volatile Runnable onReserve = () -> {};
        private volatile double delay;
        private volatile double again;
        private volatile double clock;
        private volatile long generation;
        private volatile boolean isFull;
        private volatile boolean isAway;

        int asked() {
            return (int) asks.stream().filter(ask -> !ask.tokens().isEmpty()).count();
        }

        long debt() {
            return told.stream().mapToLong(News::debt).sum();
        }

        @Override
        public Grant reserve(Limits limits, long[] estimates, News news) {
            asks.add(new Ask(Arrays.stream(estimates).boxed().toList(), System.nanoTime()));
            if (isAway) {
                throw new DataAccessException("away");
            }
            told.add(news);
            lock.lock();
            try {
                onReserve.run();
                var delays = new double[isFull ? 0 : estimates.length];
                Arrays.fill(delays, delay);
                return new Grant(delays, isFull ? again : 0, clock, generation, 0, limits, false);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Hold refuse(Limits limits, Refusal refusal, News news) {
            return new Hold(generation, refusal.millis() == null ? 500 : refusal.millis());
        }
    }
}
