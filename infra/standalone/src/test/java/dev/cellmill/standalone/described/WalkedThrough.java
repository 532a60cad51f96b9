package dev.cellmill.standalone.described;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The requests of the description's examples, with the ids that the server gave in place of those in the document. */
final class WalkedThrough {
    private final Description description;
    private final Map<String, String> given = new HashMap<>();

    WalkedThrough(Description description) {
        this.description = description;
    }

    byte[] request(JsonNode step) {
        var call = description.call(step.path("call").asString());
        String example = step.path("example").asString();
        String path = call.path();
        var query = new StringBuilder();
        var headers = new StringBuilder();
        for (JsonNode parameter : call.operation().path("parameters")) {
            JsonNode value = parameter.path("examples").path(example).path("value");
            if (value.isMissingNode()) {
                continue;
            }
            String name = parameter.path("name").asString();
            String text = real(value.asString());
            switch (parameter.path("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(text));
                case "query" ->
                    query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(text));
                default -> headers.append(name).append(": ").append(text).append("\r\n");
            }
        }
        String type = step.path("type").asString("");
        JsonNode media = call.operation().path("requestBody").path("content").path(type);
        JsonNode body = media.path("examples").path(example).path("value");
        if (type.startsWith("multipart/")) {
            return bytes(call.method(), path + query, headers.toString(), Form.TYPE,
                    real(Form.of(body, description.resolved(media.path("schema")))));
        }
        return bytes(call.method(), path + query, headers.toString(), type,
                body.isMissingNode() ? "" : real(body.isString() ? body.stringValue() : body.toString()));
    }

    /** @param answer whose ids later requests use */
    void note(JsonNode step, JsonNode answer) {
        step.path("gives").properties().forEach(
                entry -> given.put(entry.getKey(), answer.at(entry.getValue().asString()).asString()));
    }

    private byte[] bytes(String method, String target, String headers, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s%s".formatted(method, target, headers,
                given.containsKey("key") ? "Authorization: Bearer " + given.get("key") + "\r\n" : "",
                type.isEmpty()
                        ? "\r\n"
                        : "Content-Type: %s\r\nContent-Length: %d\r\n\r\n".formatted(type,
                                bytes.length));
        byte[] whole = java.util.Arrays.copyOf(head.getBytes(StandardCharsets.UTF_8),
                head.getBytes(StandardCharsets.UTF_8).length + bytes.length);
        System.arraycopy(bytes, 0, whole, whole.length - bytes.length, bytes.length);
        return whole;
    }

    private String real(String text) {
        String real = text;
        for (var entry : given.entrySet()) {
            real = entry.getKey().equals("key") ? real : real.replace(entry.getKey(), entry.getValue());
        }
        return real;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
