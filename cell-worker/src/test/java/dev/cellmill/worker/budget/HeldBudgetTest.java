package dev.cellmill.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.worker.budget.ProviderBudget.Permit;
import dev.cellmill.worker.budget.RateBudget.Grant;
import dev.cellmill.worker.budget.RateBudget.Hold;
import dev.cellmill.worker.budget.RateBudget.Limits;
import dev.cellmill.worker.budget.RateBudget.News;
import dev.cellmill.worker.budget.RateBudget.Refusal;
import dev.cellmill.worker.provider.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** What a budget tells and learns, on a clock that the test moves. */
class HeldBudgetTest {
    private static final Limits LIMITS = new Limits(600.0, null);

    /** Clocks that count nanoseconds pass the largest number, too. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(8).toNanos());
    private final Shared shared = new Shared();
    private double random;
    private final ProviderBudget budget = new ProviderBudget("gpt", shared, LIMITS, now::get, () -> random);

    @Test
    void isCalledWhileThereIsSomethingToTellOrItWasUsedLately() throws InterruptedException {
        pass(Duration.ofMinutes(1));
        assertThat(budget.isCalled()).isFalse();
        budget.took(new Permit(7, null), 7);
        assertThat(budget.isCalled()).as("a call was taken").isTrue();
        budget.exchange();
        assertThat(budget.isCalled()).isFalse();
        budget.unused(new Permit(7, null));
        assertThat(budget.isCalled()).as("its tokens are given back").isTrue();
        budget.exchange();
        assertThat(shared.told).extracting(News::debt).containsExactly(0L, -7L);
        assertThat(shared.told).extracting(News::taken).containsExactly(1L, 0L);

        var free = new ProviderBudget("free", shared, Limits.NONE, now::get, () -> 0);
        pass(Duration.ofMinutes(1));
        free.acquire(1, () -> true);
        pass(Duration.ofSeconds(5).minusNanos(1));
        assertThat(free.isCalled()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(free.isCalled()).isFalse();
    }

    @Test
    void reckonsWithTheDatabasesClockFromTheLastTimeItAsked() {
        shared.clock = 5_000;
        budget.exchange();
        assertThat(shared.told.getLast().clock()).as("it never asked before").isNull();
        pass(Duration.ofMillis(40));
        budget.exchange();
        assertThat(shared.told.getLast().clock()).isCloseTo(5_040.0, within(0.01));
        budget.refused(Duration.ofSeconds(1), now.get());
        assertThat(shared.toldOfRefusals.getLast().clock()).isCloseTo(5_000.0, within(0.01));
    }

    @Test
    void whatCouldNotBeToldIsToldTheNextTime() {
        budget.told(new Quota(300.0, null, false));
        budget.took(new Permit(5, null), 8);
        shared.isAway = true;
        budget.exchange();
        budget.refused(Duration.ofSeconds(10), now.get());
        shared.isAway = false;
        budget.took(new Permit(5, null), 5);
        budget.exchange();

        assertThat(shared.toldOfRefusals).singleElement().satisfies(news -> assertThat(news.taken()).isEqualTo(2));
        assertThat(shared.told).singleElement().satisfies(news -> {
            assertThat(news.debt()).isEqualTo(3);
            assertThat(news.taken()).isZero();
            assertThat(news.named()).isEqualTo(new Limits(300.0, null));
        });
    }

    @Test
    void limitsThatWereNamedSinceCountMoreThanThoseThatCouldNotBeTold() {
        budget.told(new Quota(300.0, null, false));
        shared.onReserve = () -> {
            budget.told(new Quota(200.0, null, false));
            throw new DataAccessException("away");
        };
        budget.exchange();
        shared.onReserve = () -> {};
        budget.exchange();
        assertThat(shared.told.getLast().named()).isEqualTo(new Limits(200.0, null));
    }

    @Test
    void aRefusalThatCouldNotBeToldHoldsHereAndIsToldWithWhatIsLeftOfIt() {
        shared.isAway = true;
        budget.refused(Duration.ofSeconds(10), now.get() - 20_000_000);
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(4));
        shared.isAway = false;
        budget.exchange();
        assertThat(shared.refusals).containsExactly(new Refusal(6_000.0, 20, true));
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(6));
        budget.exchange();
        assertThat(shared.refusals).as("told once").hasSize(1);
    }

    @Test
    void aRefusalThatIsOverNeedNotBeTold() {
        shared.isAway = true;
        budget.refused(Duration.ofSeconds(10), now.get());
        pass(Duration.ofSeconds(10));
        shared.isAway = false;
        budget.exchange();
        assertThat(shared.refusals).isEmpty();
    }

    @Test
    void whatOthersWereToldDoesNotShortenWhatTheyDoNotKnow() {
        shared.isAway = true;
        budget.refused(Duration.ofSeconds(3), now.get());
        shared.onRefuse = () -> {
            throw new DataAccessException("away");
        };
        shared.isAway = false;
        shared.held = 500;
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(3));
        budget.exchange();
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(3));
        shared.held = 5_000;
        budget.exchange();
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aWaitThatTheProviderAskedForIsKeptWithSomeMoreAtRandom() {
        random = 0.5;
        budget.refused(Duration.ofSeconds(4), now.get() - 30_000_000);
        assertThat(shared.refusals).containsExactly(new Refusal(4_200.0, 30, true));
        assertThat(budget.heldFor()).isEqualTo(Duration.ofMillis(4_200));
        budget.refused(Duration.ofMillis(4_200), now.get());
        assertThat(shared.refusals).as("that is known").hasSize(1);
        budget.refused(Duration.ofMinutes(1), now.get());
        assertThat(shared.refusals.getLast().millis()).as("a second more at most").isEqualTo(60_500);
    }

    @Test
    void aRefusalWithoutAWaitCountsOnceForCallsThatBeganBeforeIt() {
        budget.refused(null, now.get());
        assertThat(shared.refusals).containsExactly(new Refusal(null, 0, true));
        assertThat(budget.heldFor()).isEqualTo(Duration.ofMillis(500));
        long before = now.get();
        pass(Duration.ofMillis(100));
        budget.refused(null, before);
        assertThat(shared.refusals).hasSize(1);
        budget.refused(null, before + 1);
        assertThat(shared.refusals).as("it began within the hold").hasSize(2);
        budget.refused(Duration.ofSeconds(1), now.get());
        budget.refused(null, before + 2);
        assertThat(shared.refusals).as("it began within the hold, before that was made longer").hasSize(4);
        pass(Duration.ofSeconds(1));
        budget.refused(null, before);
        assertThat(shared.refusals).as("the hold is over").hasSize(5);
    }

    @Test
    void theDatabaseKnowsForHowLongNothingMayBegin() {
        shared.holdFor = 8_000;
        budget.refused(null, now.get());
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(8));
        assertThat(budget.isHeld()).isTrue();
        pass(Duration.ofSeconds(8));
        assertThat(budget.heldFor()).isZero();
        assertThat(budget.isHeld()).isFalse();

        shared.generation = 1;
        shared.held = 2_000;
        budget.exchange();
        assertThat(budget.heldFor()).as("as another worker told").isEqualTo(Duration.ofSeconds(2));
        shared.held = 100;
        budget.exchange();
        assertThat(budget.heldFor()).isEqualTo(Duration.ofMillis(100));
        shared.generation = 0;
        shared.held = 9_000;
        budget.exchange();
        assertThat(budget.heldFor()).as("an answer that was overtaken tells nothing")
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void limitsThatTheProviderNamesAreToldWhenTheyChangeAndEveryTenMinutes() {
        budget.told(new Quota(300.0, null, false));
        budget.exchange();
        pass(Duration.ofMinutes(10));
        assertThat(named(new Quota(300.0, null, false))).isEqualTo(Limits.NONE);
        assertThat(named(new Quota(null, null, false))).isEqualTo(Limits.NONE);
        assertThat(named(new Quota(300.0, null, false))).as("not anew").isEqualTo(Limits.NONE);
        assertThat(named(new Quota(300.0, 9.0, false))).isEqualTo(new Limits(300.0, 9.0));
        pass(Duration.ofMinutes(10).plusNanos(1));
        assertThat(named(new Quota(300.0, 9.0, false))).isEqualTo(new Limits(300.0, 9.0));
    }

    @Test
    void aLowQuotaHoldsForThreeSecondsUnlessEverythingIsHeldAnyway() {
        budget.told(new Quota(null, null, false));
        assertThat(shared.refusals).isEmpty();
        budget.told(new Quota(null, null, true));
        assertThat(shared.refusals).containsExactly(new Refusal(3_000.0, 0, false));
        assertThat(budget.heldFor()).isEqualTo(Duration.ofSeconds(3));
        budget.told(new Quota(null, null, true));
        assertThat(shared.refusals).hasSize(1);
    }

    @Test
    void showsTheLimitsInForce() {
        assertThat(budget.inForce()).isEqualTo(LIMITS);
        shared.limits = new Limits(300.0, 5.0);
        budget.exchange();
        assertThat(budget.inForce()).isEqualTo(new Limits(300.0, 5.0));
        assertThat(budget.waiting()).isZero();
        assertThat(budget.longestWait()).isZero();
    }

    private Limits named(Quota quota) {
        budget.told(quota);
        budget.exchange();
        return shared.told.getLast().named();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /** The database, which says what the test wants. */
    private static final class Shared implements RateBudget {
        private final List<News> told = new ArrayList<>();
        private final List<News> toldOfRefusals = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private Runnable onReserve = () -> {};
        private Runnable onRefuse = () -> {};
        private Limits limits = LIMITS;
        private boolean isAway;
        private double clock;
        private double held;
        private double holdFor;
        private long generation;

        @Override
        public Grant reserve(Limits configured, long[] estimates, News news) {
            onReserve.run();
            answer();
            told.add(news);
            return new Grant(new double[estimates.length], 0, clock, generation, held, limits, false);
        }

        @Override
        public Hold refuse(Limits configured, Refusal refusal, News news) {
            onRefuse.run();
            answer();
            toldOfRefusals.add(news);
            refusals.add(refusal);
            held = Math.max(holdFor, refusal.millis() == null ? 500 : refusal.millis());
            return new Hold(generation, held);
        }

        private void answer() {
            if (isAway) {
                throw new DataAccessException("away");
            }
        }
    }
}
