package dev.cellmill.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.db.Schema;
import dev.cellmill.testkit.Backends;
import dev.cellmill.worker.budget.RateBudget.Grant;
import dev.cellmill.worker.budget.RateBudget.Limits;
import dev.cellmill.worker.budget.RateBudget.News;
import dev.cellmill.worker.budget.RateBudget.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule by which slots are given out, on a clock that the test moves. */
class StoredBudgetIT {
    private static final News NONE = new News(0, 0);
    private static final double MINUTE = 60_000;
    private static final double SECOND = 1_000;

    /** Where {@link BudgetFunctionsMutationIT} spoils the functions under test. */
    static final DataSource DATABASE = Backends.newDatabase().dataSource();

    static {
        Schema.migrate(DATABASE);
        DSL.using(DATABASE, SQLDialect.POSTGRES).execute("""
                CREATE OR REPLACE FUNCTION worker.budget_clock() RETURNS timestamptz LANGUAGE sql VOLATILE
                AS 'SELECT to_timestamp(current_setting(''test.clock'')::double precision / 1000)'""");
    }

    private final Random random = new Random(5);
    private Connection connection;
    private DSLContext sql;
    private StoredBudget budget;
    /** Milliseconds. */
    private double now = 1_000_000_000;

    @BeforeEach
    void start() throws SQLException {
        connection = DATABASE.getConnection();
        sql = DSL.using(connection, SQLDialect.POSTGRES);
        sql.execute("SET synchronous_commit = off");
        sql.execute("SET statement_timeout = '5s'");
        sql.execute("TRUNCATE worker.provider_budget");
        budget = new StoredBudget(sql, "gpt");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 600, 60_000})
    void neverMoreThanTheLimitInAMinuteNorMuchMoreThanItsPartInASecond(int limit) {
        var limits = new Limits((double) limit, null);
        var starts = new ArrayList<Double>();
        double end = now + 2 * MINUTE;
        while (now < end) {
            Grant grant = reserve(limits, new long[1 + random.nextInt(Math.max(2, limit / 300))], NONE);
            Arrays.stream(grant.delays()).forEach(delay -> starts.add(now + delay));
            now += random.nextDouble() * Math.max(60, grant.again());
            if (random.nextInt(200) == 0) {
                now += random.nextDouble() * 2_000;
            }
        }
        assertThat(most(starts, MINUTE)).isLessThanOrEqualTo(limit);
        assertThat(most(starts, SECOND)).isLessThanOrEqualTo((int) Math.ceil(limit / 60.0 * 1.25) + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 600, 60_000})
    void almostAllOfTheLimitIsUsedWhereThereIsDemand(int limit) {
        var limits = new Limits((double) limit, null);
        double begin = now;
        int granted = 0;
        while (now < begin + 2 * MINUTE) {
            Grant grant = reserve(limits, new long[100], NONE);
            granted += grant.delays().length;
            now += Math.max(50, grant.again());
        }
        assertThat(granted).isGreaterThanOrEqualTo((int) (2 * limit * 0.97));
    }

    @Test
    void tokensAreSpacedByTheirNumberAndDebtsAreAppliedAtOnce() {
        var limits = new Limits(null, 6_000.0);
        assertThat(reserve(limits, new long[]{30, 30, 30}, NONE).delays()).hasSize(2)
                .satisfies(delays -> assertThat(delays[1] - delays[0]).isBetween(300.0, 312.0));
        now += 10_000;
        double before = reserve(limits, new long[]{10}, NONE).delays()[0];
        double after = reserve(limits, new long[]{10}, new News(30, 0)).delays()[0];
        assertThat(after - before).isBetween(400.0, 416.0);
    }

    @Test
    void nothingBeginsMoreThanTwoFifthsOfASecondAheadAndTheRestIsToldWhenToAskAnew() {
        Grant grant = reserve(new Limits(60.0, null), new long[5], NONE);
        assertThat(grant.delays()).containsExactly(0);
        assertThat(grant.again()).isBetween(614.0, 616.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3_600_000, 3_600_000, 5_000, -300})
    void aClockThatIsPutBackOrForwardStopsNothingAndSlotsGivenOutCountAsBefore(int jump) {
        var limits = new Limits(600.0, null);
        double[] before = reserve(limits, new long[20], NONE).delays();
        now += jump + 2;
        double clock = now - jump;
        double[] after = reserve(limits, new long[20], new News(0, 0, clock, Limits.NONE)).delays();
        assertThat(after).isEmpty();
        double[] other = reserve(limits, new long[20], new News(0, 0, clock, Limits.NONE)).delays();
        assertThat(other).as("noticed by one worker after the other").isEmpty();
        now += 300;
        double[] later = reserve(limits, new long[20], new News(0, 0, clock + 300, Limits.NONE)).delays();
        assertThat(later).hasSizeBetween(2, 4);
        assertThat(later[0] + 302).isGreaterThan(before[before.length - 1]);
    }

    @Test
    void aRefusalHoldsEveryoneAndCutsTheRateOncePerRefusalThatBeganLater() {
        var limits = new Limits(600.0, null);
        reserve(limits, new long[1], NONE);
        long generation = refuse(limits, new Refusal(3_000.0, 100, true));
        Grant held = reserve(limits, new long[1], NONE);
        assertThat(held.generation()).isEqualTo(generation);
        assertThat(held.delays()).isEmpty();
        assertThat(held.held()).isEqualTo(3_000);
        assertThat(held.again()).isEqualTo(2_600);
        assertThat(held.now().requests()).as("half, since no minute was counted").isEqualTo(300);
        now += 50;
        refuse(limits, new Refusal(100.0, 200, true));
        assertThat(reserve(limits, new long[0], NONE).now().requests()).as("it had begun before the cut")
                .isEqualTo(300);
        now += 5_000;
        refuse(limits, new Refusal(100.0, 10, true));
        assertThat(reserve(limits, new long[0], NONE).now().requests())
                .as("cut by half once, until a minute was counted")
                .isEqualTo(300);
    }

    @Test
    void theRateFallsToWhatWasAcceptedAndComesBackStepByStep() {
        var limits = new Limits(1_200.0, null);
        for (int second = 0; second < 120; second++) {
            reserve(limits, new long[0], new News(0, 13));
            now += SECOND;
        }
        refuse(limits, new Refusal(1_000.0, 10, true));
        double cut = reserve(limits, new long[0], NONE).now().requests();
        assertThat(cut).isBetween(0.94 * 780, 0.96 * 780);
        now += 12_000;
        assertThat(reserve(limits, new long[0], NONE).now().requests()).isBetween(cut + 11.9, cut + 12.1);
        now += 70_000;
        assertThat(reserve(limits, new long[0], NONE).now().requests()).as("eight steps, the last of two parts")
                .isBetween(cut + 8.9 * 12, cut + 9.1 * 12);
        now += 3_600_000;
        assertThat(reserve(limits, new long[0], NONE).now().requests()).isEqualTo(1_200);
    }

    @Test
    void aProviderWithoutALimitGetsOneByARefusal() {
        var limits = new Limits(null, null);
        assertThat(reserve(limits, new long[0], new News(0, 100)).now().requests()).isNull();
        now += 10_000;
        refuse(limits, new Refusal(1_000.0, 10, true));
        assertThat(reserve(limits, new long[0], NONE).now().requests()).as("half of 100 in 10 s").isBetween(299.0,
                301.0);
    }

    @Test
    void aProviderThatNeverSaysForHowLongIsAskedLessAndLessOften() {
        var limits = new Limits(null, null);
        double wait = 500;
        for (int refusal = 0; refusal < 9; refusal++) {
            refuse(limits, new Refusal(null, 10, true));
            assertThat(reserve(limits, new long[0], NONE).held()).isEqualTo(Math.min(wait, 32_000));
            refuse(limits, new Refusal(null, 5_000_000, true));
            now += reserve(limits, new long[0], NONE).held() + 20;
            wait *= 2;
        }
        reserve(limits, new long[0], new News(0, 1));
        refuse(limits, new Refusal(null, 10, true));
        assertThat(reserve(limits, new long[0], NONE).held()).as("one was accepted").isEqualTo(500);
    }

    @Test
    void afterAHoldThoseWhoWaitedDoNotComeAllAtOnce() {
        var limits = new Limits(null, null);
        refuse(limits, new Refusal(100.0, 10, true));
        assertThat(reserve(limits, new long[3], NONE).delays()).containsExactly(100, 120, 140);
    }

    @Test
    void whatTheProviderNamesCountsWhereItIsLessAndIsForgottenAfterAnHour() {
        var limits = new Limits(600.0, null);
        Grant named = reserve(limits, new long[2], new News(0, 0, null, new Limits(300.0, 9_000.0)));
        assertThat(named.now()).isEqualTo(new Limits(300.0, 9_000.0));
        assertThat(named.learnt()).isFalse();
        assertThat(reserve(limits, new long[0], new News(0, 0, null, new Limits(900.0, null))).now())
                .isEqualTo(new Limits(600.0, 9_000.0));
        now += 3_700_000;
        assertThat(reserve(limits, new long[0], NONE).now()).isEqualTo(limits);
    }

    @Test
    void whatWasLearntIsThereForWhoeverComesNext() {
        var limits = new Limits(600.0, null);
        refuse(limits, new Refusal(100.0, 10, true));
        budget = new StoredBudget(sql, "gpt");
        assertThat(reserve(limits, new long[0], NONE).now().requests()).isEqualTo(300);
        assertThat(reserve(limits, new long[0], NONE).learnt()).isTrue();
    }

    private Grant reserve(Limits limits, long[] estimates, News news) {
        setClock();
        return budget.reserve(limits, estimates, news);
    }

    private long refuse(Limits limits, Refusal refusal) {
        setClock();
        return budget.refuse(limits, refusal, NONE).generation();
    }

    private void setClock() {
        sql.execute("SELECT set_config('test.clock', {0}, false)", DSL.val(Double.toString(now)));
    }

    private static int most(List<Double> starts, double within) {
        List<Double> sorted = starts.stream().sorted().toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < sorted.size(); last++) {
            while (sorted.get(last) - sorted.get(first) >= within) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
