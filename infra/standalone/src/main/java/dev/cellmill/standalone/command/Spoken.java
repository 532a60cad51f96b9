package dev.cellmill.standalone.command;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Estimates and progress in a line or two. Pure. */
final class Spoken {
    private static final List<String> PLAN = List.of("empty", "stale", "failed", "done", "validated");

    private Spoken() {}

    /** @param estimate as the server answers it */
    static String estimate(JsonNode estimate) {
        JsonNode plan = estimate.path("plan");
        String cells = String.join(", ", PLAN.stream().filter(kind -> plan.path(kind).asLong() > 0)
                .map(kind -> String.format(Locale.ROOT, "%,d %s", plan.path(kind).asLong(), kind)).toList());
        JsonNode time = estimate.path("time");
        JsonNode unpriced = estimate.path("cost").path("unpriced");
        return String.format(Locale.ROOT, "plan: %s%nestimate: %s; %,.0f cells a minute, bound by %s, from %s%s",
                cells.isEmpty() ? "no cells" : cells, estimate.path("summary").asString(""),
                time.path("itemsPerMinute").asDouble(0), time.path("boundBy").asString(""),
                estimate.path("basis").path("source").asString(""),
                unpriced.isEmpty()
                        ? ""
                        : "; without a price: "
                                + String.join(", ", unpriced.valueStream().map(JsonNode::asString).toList()));
    }

    /** @param status as the server answers it */
    static String progress(JsonNode status) {
        String done = String.format(Locale.ROOT, "%s: %,d of %,d cells (%.1f %%), %,.1f a minute",
                status.path("state").asString(""), status.path("completedCells").asLong(),
                status.path("totalCells").asLong(), status.path("progress").asDouble(0),
                status.path("itemsPerMinute").asDouble(0));
        JsonNode remaining = status.path("remaining");
        return remaining.isObject()
                ? done + String.format(Locale.ROOT, "; %s remain (P50 %,d s, P90 %,d s), bound by %s",
                        remaining.path("formatted").asString(""), remaining.path("secondsP50").asLong(),
                        remaining.path("secondsP90").asLong(), remaining.path("boundBy").asString(""))
                : done;
    }
}
