package dev.cellmill.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Mutation testing of the functions that give out slots, which no tool for Java sees: breaks them in one place after the
 * other, and {@link BudgetEdgesIT}, {@link BudgetModelIT} or {@link StoredBudgetIT} has to notice. Takes some minutes, so only when asked for.
 */
@EnabledIfSystemProperty(named = "cellmill.mutants", matches = "true")
class BudgetFunctionsMutationIT {
    private static final List<String> FUNCTIONS = List.of("budget_now", "reserve_budget", "cut_budget");
    private static final String REMOVED = "nothing";
    /** What is before it says how the function is called. */
    private static final String BODY = "AS $function$";

    /** Statements, constants, arithmetic, comparisons and conditions, as PIT changes them in Java. */
    private static final List<Change> CHANGES = List.of(
            new Change("(?<=(;|BEGIN|THEN|LOOP)\\n) +[\\w.]+ := [^;]*;", REMOVED),
            new Change("interval '1 ", "interval '2 "), new Change("interval '(?=\\d+0 )", "interval '1"),
            new Change(" integer := ", " integer := 1 + "),
            new Change(" \\+ ", " - "), new Change(" - ", " + "), new Change("(?<!SELECT) \\* ", " / "),
            new Change(" / ", " * "),
            new Change(" < ", " <= "), new Change(" <= ", " < "), new Change(" > ", " >= "), new Change(" >= ", " > "),
            new Change("greatest\\(", "least("), new Change("least\\(", "greatest("),
            new Change(" AND ", " OR "), new Change(" OR ", " AND "),
            new Change(" IS NULL", " IS NOT NULL"), new Change(" IS NOT NULL", " IS NULL"));

    private final DSLContext sql = DSL.using(StoredBudgetIT.DATABASE, SQLDialect.POSTGRES);

    /** What is put in the place of each match. */
    private record Change(Pattern pattern, String by) {
        private Change(String pattern, String by) {
            this(Pattern.compile(pattern), by);
        }
    }

    @Test
    void whateverIsWrongWithTheFunctionsATestNotices() throws SQLException {
        assertThat(isNoticed()).as("a test fails without any change").isFalse();
        List<String> unnoticed = new ArrayList<>();
        int mutants = 0;
        for (String function : FUNCTIONS) {
            String original = sql.fetchSingle("SELECT pg_get_functiondef(CAST(? AS regproc))", "worker." + function)
                    .get(0, String.class).replaceAll(" *--.*\n", "\n");
            int body = original.indexOf(BODY);
            for (Change change : CHANGES) {
                for (MatchResult match : change.pattern().matcher(original).region(body, original.length()).results()
                        .toList()) {
                    String by = REMOVED.equals(change.by()) ? " NULL;" : change.by();
                    mutants++;
                    replace(original.substring(0, match.start()) + by + original.substring(match.end()));
                    if (!isNoticed()) {
                        unnoticed.add("%s: %s: %s → %s".formatted(function, line(original, match.start()),
                                match.group().strip(), change.by().strip()));
                    }
                }
            }
            replace(original);
        }
        assertThat(unnoticed).as("of %d mutants", mutants).containsExactlyInAnyOrderElementsOf(NOT_WORTH_NOTICING);
    }

    /** With the reason why nothing can or should notice. */
    private static final List<String> NOT_WORTH_NOTICING = List.of(
            // what is void is made void once more with the next call
            "budget_now: b.named_at := NULL;: b.named_at := NULL; → nothing",
            // a jump of no time is none
            "budget_now: IF now_ < b.seen_at THEN: < → <=",
            // a slot begins with the later of both arrivals, and the next line has the same bounds for the other
            "reserve_budget: b.request_arrival := greatest(b.request_arrival, b.seen_at - late, b.hold_until);: "
                    + "b.request_arrival := greatest(b.request_arrival, b.seen_at - late, b.hold_until); → nothing",
            // steps count from the end of the hold where that is later, and a refusal holds from the same moment
            "cut_budget: b.stepped_at := b.seen_at;: b.stepped_at := b.seen_at; → nothing");

    private static void replace(String function) throws SQLException {
        try (Connection connection = StoredBudgetIT.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(function);
        }
    }

    private static String line(String text, int at) {
        int begin = text.lastIndexOf('\n', at) + 1;
        return text.substring(begin, text.indexOf('\n', at)).strip();
    }

    /** Whether any test fails; the first that does ends the run. */
    private static boolean isNoticed() {
        var first = CancellationToken.create();
        LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(BudgetEdgesIT.class), selectClass(BudgetModelIT.class),
                        selectClass(StoredBudgetIT.class))
                .forExecution()
                .cancellationToken(first)
                .listeners(new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                            first.cancel();
                        }
                    }
                }).build());
        return first.isCancellationRequested();
    }
}
