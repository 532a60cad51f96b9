package dev.cellmill.benchmark.cluster;

import dev.cellmill.common.json.Json;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads a job's stream as the README says, and keeps each row's text as it last stood. */
final class JoinedTexts {
    private final Map<Integer, StringBuilder> texts = new HashMap<>();
    private final Map<Integer, String> attempts = new HashMap<>();
    private String event = "";
    private int pieces;
    private int anew;
    private boolean hasEnded;

    void line(String line) {
        if (line.startsWith("event: ")) {
            event = line.substring("event: ".length());
            hasEnded |= event.equals("end");
        } else if (line.startsWith("data: ") && event.equals("cell")) {
            cell(Json.MAPPER.readTree(line.substring("data: ".length())));
        }
    }

    private void cell(JsonNode data) {
        if (!data.has("text")) {
            return;
        }
        int row = data.path("row").asInt();
        String attempt = data.path("run") + "/" + data.path("dispatch") + "/" + data.path("step") + "/"
                + data.path("attempt");
        StringBuilder text = texts.computeIfAbsent(row, _ -> new StringBuilder());
        String before = attempts.put(row, attempt);
        int offset = data.path("offset").asInt();
        boolean goesOn = attempt.equals(before) && offset <= text.length();
        anew += before == null || attempt.equals(before) ? 0 : 1;
        text.setLength(goesOn ? offset : 0);
        text.append(data.path("text").asString());
        pieces++;
    }

    String text(int row) {
        return texts.getOrDefault(row, new StringBuilder()).toString();
    }

    int pieces() {
        return pieces;
    }

    /** How often a newer attempt was seen to begin. */
    int anew() {
        return anew;
    }

    boolean hasEnded() {
        return hasEnded;
    }
}
