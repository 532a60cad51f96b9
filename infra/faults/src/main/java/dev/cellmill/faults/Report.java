package dev.cellmill.faults;

import dev.cellmill.common.json.Json;
import dev.cellmill.faults.plan.FaultKind;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a series prints at its end: one JSON line for each figure. */
record Report(long seed, PrintStream out) {
    private static final int SLOWEST = 10;

    void print(List<Journal.Line> lines) {
        for (FaultKind kind : FaultKind.values()) {
            long times = lines.stream().mapToLong(line -> line.kinds().stream().filter(kind.wireName()::equals).count())
                    .sum();
            out.println(figure("times", times, "faults").put("kind", kind.wireName()));
        }
        lines.stream().sorted(Comparator.comparingDouble(Journal.Line::recoverySeconds).reversed()).limit(SLOWEST)
                .forEach(line -> out.println(figure("recovery", line.recoverySeconds(), "s").put("round", line.round())
                        .put("kinds", String.join(",", line.kinds())).put("waitedFor", line.waitedFor())));
        out.println(figure("roundSeconds", lines.stream().mapToDouble(Journal.Line::seconds).average().orElse(0),
                "s"));
        ObjectNode last = Json.MAPPER.createObjectNode().put("bench", "faults").put("seed", seed)
                .put("rounds", lines.stream().mapToInt(Journal.Line::round).distinct().count())
                .put("violations", lines.stream().mapToInt(line -> line.violations().size()).sum());
        out.println(last);
        out.flush();
    }

    private ObjectNode figure(String name, double value, String unit) {
        return Json.MAPPER.createObjectNode().put("bench", "faults").put("figure", name)
                .put("value", Math.round(value * 10) / 10.0).put("unit", unit);
    }
}
