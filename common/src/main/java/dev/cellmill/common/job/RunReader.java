package dev.cellmill.common.job;

import dev.cellmill.common.money.NanoDollars;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads when and how far a job runs. */
final class RunReader {
    private static final int MOST_REQUESTS = 10_000_000;

    private RunReader() {}

    static RunSpec run(Members job) {
        boolean stops = job.choice("onError", Map.of("continue", false, "stop", true), Set.of(), false);
        return new RunSpec(startAt(job), stops, pace(job), budget(job), job.flag("stream", true));
    }

    static @Nullable Instant startAt(Members job) {
        String text = job.text("startAt");
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            job.refuse("startAt", "\"startAt\" is a time with its offset, like 2026-12-01T02:00:00Z.");
            return null;
        }
    }

    static @Nullable Integer pace(Members job) {
        Members pace = job.object("pace");
        if (pace == null) {
            return null;
        }
        Integer requests = pace.integer("requestsPerMinute", 1, MOST_REQUESTS);
        if (requests == null && !pace.has("requestsPerMinute")) {
            pace.refuse("requestsPerMinute", "A pace says \"requestsPerMinute\", like {requestsPerMinute: 120}.");
        }
        pace.refuseOthers();
        return requests;
    }

    static RunSpec.@Nullable Budget budget(Members job) {
        Members budget = job.object("budget");
        if (budget == null) {
            return null;
        }
        Long maxCost = dollars(budget);
        Double alertAt = budget.number("alertAt", 0.0, 1.0);
        budget.refuseOthers();
        if (maxCost == null) {
            return null;
        }
        Long alertCost = alertAt == null || alertAt == 0
                ? null
                : Math.clamp((long) Math.ceil(maxCost * alertAt), 1, maxCost);
        return new RunSpec.Budget(maxCost, alertCost);
    }

    /** Exact as written, to a nano-dollar; any less is not less money. */
    private static @Nullable Long dollars(Members budget) {
        JsonNode value = budget.node("maxCost");
        Optional<BigDecimal> dollars = value == null ? Optional.empty() : NanoDollars.budget(value);
        if (dollars.isEmpty()) {
            budget.refuse("maxCost", "A budget says \"maxCost\" in USD: a number above 0 and at most 1,000,000, with "
                    + "at most 9 decimals.");
            return null;
        }
        return NanoDollars.ofDollars(dollars.get());
    }
}
