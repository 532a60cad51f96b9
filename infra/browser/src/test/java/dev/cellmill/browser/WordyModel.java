package dev.cellmill.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * A language model that writes word by word what people would like to read, so that pictures of the page do too. It
 * refuses prompts that say {@code refuse} or name a certain person, those that say {@code refuse at first} but once, and
 * is slow with those that say {@code slowly}.
 */
final class WordyModel implements AutoCloseable {
    private static final Duration WORD = Duration.ofMillis(140);
    private static final Duration SLOW_WORD = Duration.ofMillis(400);
    private static final List<String> ENDINGS = List.of(
            "your new plant caught our eye; may we show you how others halved their lead times?",
            "congratulations on the award. Is there room for a short call on Thursday?",
            "we met at the fair in spring, and you asked about smaller batches: we have them now.",
            "three of your neighbours already work with us, and would gladly tell you how it goes.",
            "thank you for your patience with the samples; the second set is better, and on its way.");

    /** Prompts that were refused at first. */
    private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    private final HttpServer server;

    private WordyModel(HttpServer server) {
        this.server = server;
    }

    static WordyModel start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", WordyModel::answer);
        server.start();
        return new WordyModel(server);
    }

    String url() {
        return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode messages = Json.MAPPER.readTree(exchange.getRequestBody()).path("messages");
            String prompt = messages.path(messages.size() - 1).path("content").asString();
            if (prompt.contains("Banjo") || prompt.contains("refuse") && isRefused(prompt)) {
                byte[] refusal = "{\"error\":{\"message\":\"This person asked not to be written to.\"}}"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(400, refusal.length);
                exchange.getResponseBody().write(refusal);
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            write(prompt, prompt.contains("slowly") ? SLOW_WORD : WORD, exchange.getResponseBody());
        }
    }

    private static boolean isRefused(String prompt) {
        return !prompt.contains("refuse at first") || REFUSED.add(prompt);
    }

    private static void write(String prompt, Duration pause, OutputStream out) throws IOException {
        String ending = ENDINGS.get(Math.floorMod(prompt.hashCode(), ENDINGS.size()));
        for (String word : "Hello %s, %s".formatted(name(prompt), ending).split("(?<= )")) {
            LockSupport.parkNanos(pause.toNanos());
            event(out, Map.of("choices", List.of(Map.of("index", 0, "delta", Map.of("content", word)))));
        }
        event(out, Map.of("choices", List.of(Map.of("index", 0, "delta", Map.of(), "finish_reason", "stop"))));
        event(out, Map.of("choices", List.of(), "usage", Map.of("prompt_tokens", 60, "completion_tokens", 20)));
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }

    /** What stands between the first two quotes. */
    private static String name(String prompt) {
        String[] parts = prompt.split("\"", 3);
        return parts.length > 1 ? parts[1] : "there";
    }

    private static void event(OutputStream out, Object data) throws IOException {
        out.write(("data: " + Json.MAPPER.writeValueAsString(data) + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
