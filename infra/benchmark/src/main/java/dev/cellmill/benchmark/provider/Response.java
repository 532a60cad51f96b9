package dev.cellmill.benchmark.provider;

import com.sun.net.httpserver.HttpExchange;
import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.JsonNodeFactory;

/** What goes back over the wire. */
final class Response {
    private static final int OK = 200;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private Response() {}

    /** @throws IOException if the caller is gone */
    static void json(HttpExchange exchange, int status, Object body) throws IOException {
        try (exchange) {
            byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Some of the events of an answer, at once. @return whether the caller still hears them */
    static boolean events(HttpExchange exchange, List<byte[]> events) {
        try {
            if (exchange.getResponseCode() < 0) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(OK, 0);
            }
            for (byte[] event : events) {
                exchange.getResponseBody().write(event);
            }
            exchange.getResponseBody().flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** As OpenAI words it. */
    static void error(HttpExchange exchange, int status, String message) throws IOException {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("message", message).put("type", "simulated").put("code", status);
        json(exchange, status, body);
    }

    /** 429. @param nanos after which it would be let in */
    static void tooMany(HttpExchange exchange, long nanos) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", Long.toString(Math.ceilDiv(nanos, SECOND)));
        error(exchange, Calls.TOO_MANY, "The limit is reached.");
    }
}
