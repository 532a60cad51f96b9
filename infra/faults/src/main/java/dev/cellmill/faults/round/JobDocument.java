package dev.cellmill.faults.round;

import dev.cellmill.common.json.Json;
import dev.cellmill.faults.cluster.Providers;
import dev.cellmill.faults.plan.PlannedJob;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A planned job as it is submitted. Pure. */
final class JobDocument {
    private JobDocument() {}

    /** @param keys what its keys begin with */
    static byte[] sheet(PlannedJob job, String keys) {
        return ("key,slow\n" + IntStream.range(0, job.rows())
                .mapToObj(row -> keys + row % job.distinct() + "," + (row < job.slowRows() ? "yes" : "no"))
                .collect(Collectors.joining("\n"))).getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode of(PlannedJob job, String sheet, String webhook, int round) {
        ObjectNode document = Json.MAPPER.createObjectNode().put("name", job.name()).put("sheet", sheet)
                .put("concurrency", job.concurrency());
        if (job.stopsOnError()) {
            document.put("onError", "stop");
        }
        if (job.budget() != null) {
            document.putObject("budget").put("maxCost", job.budget());
        }
        document.putObject("retry").put("maxAttempts", 3).put("baseDelay", "300ms");
        document.putObject("webhook").put("url", webhook).putArray("events").add("job.completed").add("job.failed")
                .add("job.cancelled");
        ArrayNode columns = document.putArray("columns");
        switch (job.columns()) {
            case CHAINED -> {
                ask(columns, "value", "plain", "{{key}}/value");
                ask(columns, "next", "plain", "{{key}}/next/{{value}}");
                ask(columns, "slow_value", "slow", "{{key}}/slow").put("runIf", "row[\"slow\"] == \"yes\"");
            }
            case PRICED -> columns.addObject().put("name", "value").put("prompt", "{{key}}").putArray("steps")
                    .addObject().put("provider", "priced").put("maxTokens", 60);
            case CACHED -> ask(columns, "value", "cached", "{{key}}");
            case LIMITED -> ask(columns, "value", "limited", "{{key}}");
            case FLAKY -> ask(columns, "value", "flaky", "{{key}}");
            case BUSY -> ask(columns, "value", Providers.busy(round), "{{key}}");
        }
        return document;
    }

    /** How many columns it fills. */
    static int columns(PlannedJob job) {
        return switch (job.columns()) {
            case CHAINED -> 3;
            case PRICED, CACHED, LIMITED, FLAKY, BUSY -> 1;
        };
    }

    private static ObjectNode ask(ArrayNode columns, String name, String provider, String key) {
        ObjectNode column = columns.addObject().put("name", name).put("provider", provider).put("field", "value");
        column.putObject("inputs").put("key", key);
        return column;
    }
}
