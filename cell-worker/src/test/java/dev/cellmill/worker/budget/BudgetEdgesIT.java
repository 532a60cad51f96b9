package dev.cellmill.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.worker.budget.RateBudget.Grant;
import dev.cellmill.worker.budget.RateBudget.Limits;
import dev.cellmill.worker.budget.RateBudget.News;
import dev.cellmill.worker.budget.RateBudget.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The moments and numbers at which the rule by which slots are given out turns, where calls at random hardly ever come. */
class BudgetEdgesIT {
    private static final Limits UNLIMITED = new Limits(null, null);
    private static final Limits LIMITED = new Limits(600.0, null);
    private static final double MINUTE = 60_000;

    private Connection connection;
    private DSLContext sql;
    private StoredBudget budget;
    /** Milliseconds. */
    private double now = 1_000_000_000;

    @BeforeEach
    void start() throws SQLException {
        connection = StoredBudgetIT.DATABASE.getConnection();
        sql = DSL.using(connection, SQLDialect.POSTGRES);
        sql.execute("SET statement_timeout = '5s'");
        sql.execute("TRUNCATE worker.provider_budget");
        budget = new StoredBudget(sql, "gpt");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
    }

    @Test
    void aSlotThatBeginsInTwoFifthsOfASecondIsTheLastToBeGivenOut() {
        assertThat(reserve(new Limits(609.0, null), 9).delays()).containsExactly(0, 100, 200, 300, 400);
    }

    /** Where the worker reckons with an earlier time than that, another one has noticed the jump. */
    @ParameterizedTest
    @CsvSource({"500, 0", "501, 4"})
    void aJumpIsOneForWhoeverAskedWithinHalfASecondOfTheLastTime(int earlier, int slots) {
        reserve(LIMITED, 20);
        double reckoned = now - earlier;
        now += 5_000;
        assertThat(budget().reserve(LIMITED, new long[4], new News(0, 0, reckoned, Limits.NONE)).delays())
                .hasSize(slots);
    }

    @Test
    void whatTheProviderNamedCountsForAnHour() {
        var named = new Limits(300.0, 9_000.0);
        budget().reserve(LIMITED, new long[0], new News(0, 0, null, named));
        now += 60 * MINUTE;
        assertThat(reserve(LIMITED, 0).now()).isEqualTo(named);
        now += 1;
        assertThat(reserve(LIMITED, 0).now()).isEqualTo(LIMITED);
    }

    @Test
    void forASecondAfterAHoldCallsWithoutALimitComeOneByOne() {
        refuse(UNLIMITED, 100.0, 10);
        now += 100 + 999;
        assertThat(reserve(UNLIMITED, 3).delays()).containsExactly(-150, -130, -110);
        now += 1;
        assertThat(reserve(UNLIMITED, 3).delays()).hasSize(3).containsOnly(-91);
    }

    @Test
    void aRateIsKnownFromTenCallsInTenSeconds() {
        assertThat(cutOf(9, 10_000)).isNull();
        assertThat(cutOf(10, 9_999)).isNull();
        assertThat(cutOf(10, 10_000)).isEqualTo(30);
    }

    private @Nullable Double cutOf(int taken, int millis) {
        sql.execute("TRUNCATE worker.provider_budget");
        reserve(UNLIMITED, taken, 0);
        now += millis;
        refuse(UNLIMITED, 1_000.0, 10);
        return reserve(UNLIMITED, 0).now().requests();
    }

    @Test
    void aRateIsNoMoreKnownOnceNobodyCalledForTwoMinutes() {
        reserve(UNLIMITED, 100, 0);
        now += MINUTE;
        reserve(UNLIMITED, 100, 0);
        now += 2 * MINUTE;
        reserve(UNLIMITED, 0);
        now += 10_000;
        refuse(UNLIMITED, 1_000.0, 10);
        assertThat(reserve(UNLIMITED, 0).now().requests()).isNull();
    }

    @Test
    void aMinuteThatBeganTwoMinutesAgoIsNotCounted() {
        reserve(LIMITED, 0);
        now += 2 * MINUTE;
        for (int refusal = 0; refusal < 2; refusal++) {
            refuse(LIMITED, 1_000.0, 10);
            assertThat(reserve(LIMITED, 0).now().requests()).as("by half, once").isEqualTo(300);
            now += 5_000;
        }
    }

    @Test
    void onceAMinuteIsCountedARefusalCutsToWhatWasAcceptedAndAgain() {
        reserve(LIMITED, 0);
        refuse(LIMITED, 1_000.0, 10);
        now += MINUTE;
        assertThat(reserve(LIMITED, 0).now().requests()).as("five steps").isEqualTo(330);
        refuse(LIMITED, 1_000.0, 0);
        assertThat(reserve(LIMITED, 0).now().requests()).as("nothing was accepted").isEqualTo(165);
        refuse(LIMITED, 1_000.0, 0);
        assertThat(reserve(LIMITED, 0).now().requests()).as("it began as the rate was cut").isEqualTo(165);
    }

    @Test
    void theRateIsNotLearntAnyMoreOnceItIsWhatIsConfigured() {
        var limits = new Limits(1_000.0, null);
        reserve(limits, 0);
        now += MINUTE;
        reserve(limits, 1_000, 0);
        refuse(limits, 1_000.0, 10);
        assertThat(reserve(limits, 0).now().requests()).isEqualTo(950);
        now += 1_000 + 5 * 10_000;
        assertThat(reserve(limits, 0).now().requests()).isEqualTo(1_000);
        assertThat(reserve(limits, 0).learnt()).isFalse();
    }

    @Test
    void aRateThatIsNowhereConfiguredIsForgottenAfterAHundredSteps() {
        reserve(UNLIMITED, 100, 0);
        now += 10_000;
        refuse(UNLIMITED, 1_000.0, 10);
        now += 1_000 + 101 * 10_000 - 1;
        assertThat(reserve(UNLIMITED, 0).learnt()).isTrue();
        now += 1;
        assertThat(reserve(UNLIMITED, 0).learnt()).isFalse();
    }

    @Test
    void refusalsOfCallsThatBeganByTheLastOneDoNotDoubleTheWait() {
        for (int wait = 500; wait <= 4_000; wait *= 2) {
            refuse(UNLIMITED, null, 10);
            assertThat(reserve(UNLIMITED, 0).held()).isEqualTo(wait);
            refuse(UNLIMITED, null, 0);
            now += 10_000;
        }
    }

    @Test
    void refusalsAfterTheClockWasPutBackDoubleTheWaitAsBefore() {
        refuse(UNLIMITED, null, 10);
        now -= 60 * MINUTE;
        reserve(UNLIMITED, 0);
        for (int wait = 1_000; wait <= 4_000; wait *= 2) {
            now += 10_000;
            refuse(UNLIMITED, null, 10);
            assertThat(reserve(UNLIMITED, 0).held()).isEqualTo(wait);
        }
    }

    private Grant reserve(Limits limits, int calls) {
        return reserve(limits, 0, calls);
    }

    private Grant reserve(Limits limits, int taken, int calls) {
        return budget().reserve(limits, new long[calls], new News(0, taken));
    }

    private void refuse(Limits limits, @Nullable Double wait, int age) {
        budget().refuse(limits, new Refusal(wait, age, true), new News(0, 0));
    }

    private StoredBudget budget() {
        sql.execute("SELECT set_config('test.clock', {0}, false)", DSL.val(Double.toString(now)));
        return budget;
    }
}
