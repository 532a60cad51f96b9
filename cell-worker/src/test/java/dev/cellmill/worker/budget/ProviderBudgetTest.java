package dev.cellmill.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import static org.awaitility.Awaitility.await;

import dev.cellmill.worker.budget.RateBudget.Grant;
import dev.cellmill.worker.budget.RateBudget.Hold;
import dev.cellmill.worker.budget.RateBudget.Limits;
import dev.cellmill.worker.budget.RateBudget.News;
import dev.cellmill.worker.budget.RateBudget.Refusal;
import dev.cellmill.worker.provider.Quota;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How callers wait for what the cluster's budget gives. */
class ProviderBudgetTest {
    private static final Limits LIMITS = new Limits(600.0, null);
    private static final long PATIENCE_SECONDS = 20;

    private final Shared shared = new Shared();
    private final ProviderBudget budget = new ProviderBudget("gpt", shared, LIMITS, System::nanoTime, () -> 0);

    @BeforeEach
    void aCallHasComeBack() {
        budget.unused(new ProviderBudget.Permit(0, null));
    }

    @Test
    void aSlotThatBeganWhileNobodyCalledIsTakenAtOnce() throws InterruptedException {
        shared.delay = -150;
        assertThat(Objects.requireNonNull(budget.acquire(5, () -> true)).tokens()).isEqualTo(5);
        assertThat(shared.asked).hasSize(1);
    }

    @Test
    void leaveIsTooOldOnceOtherThingsTookAQuarterOfASecond() {
        var now = new AtomicLong(Long.MAX_VALUE - 1_000_000);
        var waiting = new ProviderBudget("gpt", shared, LIMITS, now::get, () -> 0);
        var permit = new ProviderBudget.Permit(1, now.get());

        now.addAndGet(Duration.ofMillis(250).toNanos());
        assertThat(waiting.isLate(permit)).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(waiting.isLate(permit)).isTrue();
        assertThat(waiting.isLate(new ProviderBudget.Permit(1, null))).as("where nothing limits it").isFalse();
    }

    @Test
    void callersAreAskedForTogetherAndTheDifferenceOfTheirTokensIsToldWithTheNextOnes() throws Exception {
        shared.lock.lock();
        List<CompletableFuture<ProviderBudget.Permit>> callers = new ArrayList<>();
        callers.add(acquire(100));
        shared.awaitAsker();
        for (int caller = 0; caller < 9; caller++) {
            callers.add(acquire(100));
        }
        shared.awaitWaiting(budget, 10);
        shared.lock.unlock();
        for (CompletableFuture<ProviderBudget.Permit> caller : callers) {
            budget.took(caller.get(PATIENCE_SECONDS, TimeUnit.SECONDS), 130);
        }
        assertThat(shared.asked).containsExactly(1, 9);
        budget.exchange();
        assertThat(shared.told.stream().mapToLong(News::debt).sum()).isEqualTo(300);
        assertThat(shared.told.stream().mapToLong(News::taken).sum()).isEqualTo(10);
    }

    @Test
    void untilACallHasComeBackTheyBeginOneByOne() throws Exception {
        var fresh = new ProviderBudget("gpt", shared, LIMITS, System::nanoTime, () -> 0);
        shared.lock.lock();
        List<CompletableFuture<ProviderBudget.Permit>> callers = Stream.generate(() -> acquire(fresh, 1)).limit(10)
                .toList();
        shared.awaitWaiting(fresh, 10);
        shared.lock.unlock();
        await().until(() -> shared.asked.size() == 2);
        assertThat(shared.asked).containsExactly(1, 1);
        fresh.took(new ProviderBudget.Permit(1, null), 1);
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(shared.asked).containsExactly(1, 1, 8);
    }

    @Test
    void whileTheDatabaseIsAwayCallersWait() throws Exception {
        shared.isAway = true;
        CompletableFuture<ProviderBudget.Permit> caller = acquire(1);
        shared.awaitAsker();
        assertThat(caller).isNotDone();
        shared.isAway = false;
        assertThat(caller.get(PATIENCE_SECONDS, TimeUnit.SECONDS).tokens()).isEqualTo(1);
    }

    @Test
    void whoIsNotWantedAnyMoreLeaves() throws Exception {
        shared.isFull = true;
        var wanted = new AtomicBoolean(true);
        var caller = new CompletableFuture<@Nullable Object>();
        Thread.startVirtualThread(() -> {
            try {
                caller.complete(budget.acquire(1, wanted::get));
            } catch (InterruptedException e) {
                caller.completeExceptionally(e);
            }
        });
        shared.awaitAsker();
        wanted.set(false);
        assertThat(caller.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNull();
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void aSlotFromBeforeARefusalIsVoid() throws Exception {
        shared.delay = 300;
        CompletableFuture<ProviderBudget.Permit> caller = acquire(1);
        shared.awaitAsker();
        budget.refused(Duration.ofMillis(400), System.nanoTime());
        shared.delay = 0;
        caller.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(shared.asked.size()).as("it asked anew").isGreaterThan(1);
        assertThat(shared.refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.millis()).isEqualTo(400);
            assertThat(refusal.cuts()).isTrue();
        });
    }

    @Test
    void refusalsThatSayNothingNewAreNotTold() {
        long before = System.nanoTime();
        budget.refused(Duration.ofSeconds(10), before);
        budget.refused(Duration.ofSeconds(9), before);
        budget.refused(null, before);
        assertThat(shared.refusals).hasSize(1);
    }

    @Test
    void limitsThatTheProviderNamesAreToldOnceAndALowQuotaHoldsWithoutACut() {
        budget.told(new Quota(300.0, 9_000.0, false));
        budget.exchange();
        assertThat(shared.told.getLast().named()).isEqualTo(new Limits(300.0, 9_000.0));
        budget.told(new Quota(300.0, 9_000.0, false));
        budget.exchange();
        assertThat(shared.told.getLast().named()).isEqualTo(Limits.NONE);
        budget.told(new Quota(null, null, true));
        assertThat(shared.refusals).singleElement().satisfies(refusal -> assertThat(refusal.cuts()).isFalse());
    }

    /** Nobody calls it any more; without this its meters would show the cut for ever. */
    @Test
    void aBudgetThatIsCutIsAskedForNowAndThenUntilItIsNot() {
        var now = new AtomicLong();
        var idle = new ProviderBudget("gpt", shared, LIMITS, now::get, () -> 0);
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(idle.isStale()).as("nothing was ever cut").isFalse();
        shared.isLearnt = true;
        idle.exchange();
        assertThat(idle.isHeld()).isTrue();
        assertThat(idle.isStale()).as("asked a moment ago").isFalse();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(idle.isStale()).isTrue();
        shared.isLearnt = false;
        idle.exchange();
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(idle.isHeld()).isFalse();
        assertThat(idle.isStale()).isFalse();
    }

    @Test
    void itsMetersAreThoseOfRateLimiters() throws Exception {
        var limiter = new ClusterRateLimiter("gpt", budget, RateLimiterConfig.ofDefaults());
        var meters = new SimpleMeterRegistry();
        new BudgetConfiguration().rateLimiterMetrics(new ProviderBudgets(Map.of("gpt", limiter))).bindTo(meters);
        shared.isFull = true;
        CompletableFuture<ProviderBudget.Permit> caller = acquire(1);
        shared.awaitAsker();
        assertThat(meters.get("resilience4j.ratelimiter.waiting_threads").tag("name", "gpt").gauge().value())
                .isEqualTo(1);
        shared.isFull = false;
        caller.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void withoutAnyLimitNobodyIsAsked() throws InterruptedException {
        var free = new ProviderBudget("free", shared, Limits.NONE, System::nanoTime, () -> 0);
        assertThat(free.acquire(7, () -> true)).isNotNull();
        assertThat(shared.asked).isEmpty();
    }

    private CompletableFuture<ProviderBudget.Permit> acquire(long tokens) {
        return acquire(budget, tokens);
    }

    private static CompletableFuture<ProviderBudget.Permit> acquire(ProviderBudget budget, long tokens) {
        var permit = new CompletableFuture<ProviderBudget.Permit>();
        Thread.startVirtualThread(() -> {
            try {
                permit.complete(budget.acquire(tokens, () -> true));
            } catch (InterruptedException e) {
                permit.completeExceptionally(e);
            }
        });
        return permit;
    }

    /** Gives every caller a slot, unless told otherwise. */
    private static final class Shared implements RateBudget {
        private final ReentrantLock lock = new ReentrantLock();
        private final CountDownLatch askers = new CountDownLatch(1);
        private final List<Integer> asked = new CopyOnWriteArrayList<>();
        private final List<News> told = new CopyOnWriteArrayList<>();
        private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
        private volatile double delay;
        private volatile boolean isAway;
        private volatile boolean isFull;
        private volatile boolean isLearnt;

        void awaitAsker() throws InterruptedException {
            assertThat(askers.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        void awaitWaiting(ProviderBudget budget, int callers) {
            await().until(() -> budget.waiting() == callers);
        }

        @Override
        public Grant reserve(Limits limits, long[] estimates, News news) {
            askers.countDown();
            if (isAway) {
                throw new DataAccessException("away");
            }
            lock.lock();
            try {
                if (estimates.length > 0) {
                    asked.add(estimates.length);
                }
                told.add(news);
                var delays = new double[isFull ? 0 : estimates.length];
                Arrays.fill(delays, delay);
                return new Grant(delays, isFull ? 50 : 0, System.nanoTime() / 1e6, refusals.size(), 0, limits,
                        isLearnt);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Hold refuse(Limits limits, Refusal refusal, News news) {
            refusals.add(refusal);
            return new Hold(refusals.size(), refusal.millis() == null ? 500 : refusal.millis());
        }
    }
}
