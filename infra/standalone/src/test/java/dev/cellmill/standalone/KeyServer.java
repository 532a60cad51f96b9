package dev.cellmill.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A provider over HTTP that refuses some keys, as long as it is told to, and notes every call. */
final class KeyServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> calls = new ArrayList<>();
    private volatile Predicate<String> refused = key -> false;

    KeyServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    void refuse(Predicate<String> keys) {
        refused = keys;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getQuery().substring("key=".length());
        synchronized (calls) {
            calls.add(key);
        }
        byte[] body = "{\"value\": \"of %s\"}".formatted(key).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(refused.test(key) ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A provider file with this as {@code keys}. */
    String providers() {
        return """
                providers:
                  keys:
                    kind: http
                    request: {method: GET, url: "http://127.0.0.1:%d/?key={{key}}"}
                    cache: {mode: none}
                """.formatted(server.getAddress().getPort());
    }

    List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
