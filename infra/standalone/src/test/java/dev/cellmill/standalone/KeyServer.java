package dev.cellmill.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Providers over HTTP, one that refuses some keys, as long as it is told to, and one that chats. Notes every call. */
final class KeyServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> calls = new ArrayList<>();
    private volatile boolean isDown;
    private final List<JsonNode> chats = new ArrayList<>();
    private volatile Predicate<String> refused = key -> false;

    KeyServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.createContext("/v1/chat/completions", this::chat);
        server.start();
    }

    /** Every call is answered with 503, until told otherwise. */
    void goDown(boolean down) {
        isDown = down;
    }

    void refuse(Predicate<String> keys) {
        refused = keys;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getQuery().substring("key=".length());
        synchronized (calls) {
            calls.add(key);
        }
        answer(exchange, isDown ? 503 : refused.test(key) ? 400 : 200, "{\"value\": \"of %s\"}".formatted(key));
    }

    private void chat(HttpExchange exchange) throws IOException {
        JsonNode messages = Json.MAPPER.readTree(exchange.getRequestBody()).path("messages");
        synchronized (calls) {
            chats.add(messages);
        }
        var answer = Json.MAPPER.createObjectNode();
        answer.putArray("choices").addObject().put("finish_reason", "stop").putObject("message")
                .put("role", "assistant")
                .put("content", "of " + messages.path(messages.size() - 1).path("content").asString());
        answer.putObject("usage").put("prompt_tokens", 1).put("completion_tokens", 1);
        answer(exchange, 200, answer.toString());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** A provider file with these as {@code keys}, {@code kept} (the same, with a cache) and {@code chat}. */
    String providers() {
        return """
                providers:
                  keys:
                    kind: http
                    request: {method: GET, url: "http://127.0.0.1:%1$d/?key={{key}}"}
                    cache: {mode: none}
                  kept:
                    kind: http
                    request: {method: GET, url: "http://127.0.0.1:%1$d/?key={{key}}"}
                    cache: {mode: persistent}
                  chat:
                    kind: openai
                    baseUrl: "http://127.0.0.1:%1$d/v1"
                    models: {echo: {}}
                    cache: {mode: none}
                """.formatted(server.getAddress().getPort());
    }

    List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** The messages of every chat, in the order of the calls. */
    List<JsonNode> chats() {
        synchronized (calls) {
            return List.copyOf(chats);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
