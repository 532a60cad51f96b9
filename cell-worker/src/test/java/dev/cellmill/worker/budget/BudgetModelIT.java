package dev.cellmill.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.worker.budget.RateBudget.Grant;
import dev.cellmill.worker.budget.RateBudget.Hold;
import dev.cellmill.worker.budget.RateBudget.Limits;
import dev.cellmill.worker.budget.RateBudget.News;
import dev.cellmill.worker.budget.RateBudget.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any calls, refusals and jumps of the clock, against a plain model of the rule. */
class BudgetModelIT {
    private static final int CALLS = 150;
    /** Numbers are doubles there and here, and times whole microseconds. */
    private static final Offset<Double> CLOSE = within(0.003);
    private static final List<Limits> LIMITS = List.of(new Limits(600.0, null), new Limits(null, 6_000.0),
            new Limits(null, null), new Limits(60.0, 1_000.0), new Limits(1_200.0, 90_000.0));
    /** Milliseconds between two calls. */
    private static final long[] LATER = {0, 0, 40, 300, 950, 2_000, 7_000, 10_000, 31_000, 61_000, 130_000};
    private static final long LONG_AFTER = 3_700_000;
    private static final long[] JUMPS = {300, 999, 1_000, 1_400, 5_000, 3_600_000};

    private long now = 1_000_000_000;
    /** What a worker takes for the database's clock. */
    private long reckoned = now;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theDatabaseDoesWhatTheRuleSays(long seed) throws SQLException {
        var random = new Random(seed);
        Limits limits = LIMITS.get((int) (seed % LIMITS.size()));
        var model = new BudgetModel(limits);
        try (Connection connection = StoredBudgetIT.DATABASE.getConnection()) {
            DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
            sql.execute("SET statement_timeout = '5s'");
            sql.execute("TRUNCATE worker.provider_budget");
            var stored = new StoredBudget(sql, "gpt");
            for (int call = 0; call < CALLS; call++) {
                timePasses(random);
                sql.execute("SELECT set_config('test.clock', {0}, false)", DSL.val(Long.toString(now)));
                News news = news(random);
                if (random.nextInt(6) == 0) {
                    var told = new News(0, news.taken(), news.clock(), Limits.NONE);
                    Refusal refusal = refusal(random);
                    assertSame(call, stored.refuse(limits, refusal, told), model.refuse(now, refusal, told));
                } else {
                    long[] estimates = random.longs(random.nextInt(6), 1, 200).toArray();
                    assertSame(call, stored.reserve(limits, estimates, news), model.reserve(now, estimates, news));
                }
                reckoned = now;
            }
        }
    }

    private void timePasses(Random random) {
        long passed = random.nextInt(60) == 0 ? LONG_AFTER : LATER[random.nextInt(LATER.length)];
        now += passed;
        reckoned += passed;
        if (random.nextInt(8) == 0) {
            now += JUMPS[random.nextInt(JUMPS.length)] * (random.nextBoolean() ? 1 : -1);
        }
    }

    private News news(Random random) {
        Double clock = random.nextInt(5) == 0 ? null : (double) reckoned - (random.nextInt(5) == 0 ? 700 : 0);
        Limits named = random.nextInt(8) == 0 ? new Limits(some(random, 900), some(random, 9_000)) : Limits.NONE;
        return new News(random.nextInt(5) == 0 ? random.nextInt(400) - 200 : 0,
                random.nextInt(3) == 0 ? 0 : random.nextInt(30), clock, named);
    }

    private static @Nullable Double some(Random random, int most) {
        return random.nextInt(3) == 0 ? null : 50.0 + random.nextInt(most);
    }

    private static Refusal refusal(Random random) {
        return new Refusal(random.nextBoolean() ? null : (double) random.nextInt(5_000), random.nextInt(3_000),
                random.nextInt(4) != 0);
    }

    private static void assertSame(int call, Grant stored, Grant model) {
        assertThat(stored.delays()).as("call %d: %s", call, model).containsExactly(model.delays(), CLOSE);
        assertThat(stored.again()).as("again, call %d", call).isCloseTo(model.again(), CLOSE);
        assertThat(stored.clock()).as("clock, call %d", call).isCloseTo(model.clock(), CLOSE);
        assertThat(stored.held()).as("held, call %d", call).isCloseTo(model.held(), CLOSE);
        assertThat(stored.generation()).as("generation, call %d", call).isEqualTo(model.generation());
        assertThat(stored.learnt()).as("learnt, call %d", call).isEqualTo(model.learnt());
        assertSame(call, stored.now().requests(), model.now().requests());
        assertSame(call, stored.now().tokens(), model.now().tokens());
    }

    private static void assertSame(int call, Hold stored, Hold model) {
        assertThat(stored.generation()).as("generation, call %d", call).isEqualTo(model.generation());
        assertThat(stored.held()).as("held, call %d", call).isCloseTo(model.held(), CLOSE);
    }

    private static void assertSame(int call, @Nullable Double stored, @Nullable Double model) {
        if (stored == null || model == null) {
            assertThat(stored).as("rate, call %d", call).isEqualTo(model);
        } else {
            assertThat(stored).as("rate, call %d", call).isCloseTo(model, CLOSE);
        }
    }
}
