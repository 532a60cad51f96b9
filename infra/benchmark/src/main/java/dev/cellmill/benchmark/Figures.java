package dev.cellmill.benchmark;

import dev.cellmill.common.json.Json;
import java.io.PrintStream;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Prints one JSON line per figure. */
final class Figures {
    private static final double ROUNDING = 10_000;

    private final String benchmark;
    private final PrintStream out;

    Figures(String benchmark, PrintStream out) {
        this.benchmark = benchmark;
        this.out = out;
    }

    /** @param more what the figure was measured on */
    void print(String figure, double value, String unit, Map<String, ?> more) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("bench", benchmark);
        line.put("figure", figure);
        line.put("value", Math.round(value * ROUNDING) / ROUNDING);
        line.put("unit", unit);
        more.forEach((name, detail) -> line.set(name, Json.MAPPER.valueToTree(detail)));
        out.println(line);
        out.flush();
    }
}
