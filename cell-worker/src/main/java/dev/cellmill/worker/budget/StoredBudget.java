package dev.cellmill.worker.budget;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** In PostgreSQL, by the functions that stand beside the table. */
final class StoredBudget implements RateBudget {
    private static final String RESERVE = """
            SELECT delays, again, clock, generation, held, request_rate, token_rate, learnt
            FROM worker.reserve_budget({0}, {1}, {2}, {3}::bigint[], {4}, {5}, {6}, {7}, {8})
            """;
    private static final String CUT = "SELECT generation, held FROM worker.cut_budget({0}, {1}, {2}, {3}, {4}, {5}, {6})";

    private final DSLContext database;
    private final String provider;

    StoredBudget(DSLContext database, String provider) {
        this.database = database;
        this.provider = provider;
    }

    @Override
    public Grant reserve(Limits limits, long[] estimates, News news) {
        var asked = new Long[estimates.length];
        for (int call = 0; call < asked.length; call++) {
            asked[call] = estimates[call];
        }
        Record row = database.resultQuery(RESERVE, DSL.val(provider), number(limits.requests()),
                number(limits.tokens()), DSL.val(asked), DSL.val(news.debt()), number(news.clock()),
                DSL.val(news.taken()),
                number(news.named().requests()), number(news.named().tokens())).fetchSingle();
        Double[] stored = row.get("delays", Double[].class);
        var delays = new double[stored.length];
        for (int call = 0; call < delays.length; call++) {
            delays[call] = stored[call];
        }
        return new Grant(delays, row.get("again", Double.class), row.get("clock", Double.class),
                row.get("generation", Long.class), row.get("held", Double.class),
                new Limits(row.get("request_rate", Double.class), row.get("token_rate", Double.class)),
                row.get("learnt", Boolean.class));
    }

    @Override
    public Hold refuse(Limits limits, Refusal refusal, News news) {
        Record row = database.resultQuery(CUT, DSL.val(provider), number(limits.requests()), number(refusal.millis()),
                DSL.val(refusal.age()), DSL.val(refusal.cuts()),
                number(news.clock()), DSL.val(news.taken())).fetchSingle();
        return new Hold(row.get("generation", Long.class), row.get("held", Double.class));
    }

    private static Field<Double> number(@Nullable Double value) {
        return DSL.val(value, SQLDataType.DOUBLE);
    }
}
