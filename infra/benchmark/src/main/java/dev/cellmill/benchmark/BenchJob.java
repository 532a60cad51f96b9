package dev.cellmill.benchmark;

import dev.cellmill.common.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A job that fills columns with a provider, each cell a request of its own. */
final class BenchJob {
    /** How the names of language models begin. */
    static final String CHAT = "chat";

    private BenchJob() {}

    static ObjectNode of(String sheetId, String provider, int columns) {
        ObjectNode job = Json.MAPPER.createObjectNode();
        job.put("name", "bench").put("sheet", sheetId).put("cells", "all");
        ArrayNode list = job.putArray("columns");
        for (int i = 0; i < columns; i++) {
            ObjectNode column = list.addObject().put("name", "filled" + i).put("provider", provider);
            if (provider.startsWith(CHAT)) {
                column.put("prompt", "Say something of {{name}} " + i);
            } else {
                column.putObject("inputs").put("text", "{{name}} " + i);
            }
        }
        return job;
    }
}
