package dev.cellmill.standalone.canary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A provider over HTTP, and receiver of webhooks, that says the secrets it was sent in each of its errors, as some do. The
 * word in the request that it fails at says how.
 */
final class TalkativeProvider implements AutoCloseable {
    private final HttpServer server;
    /** Everything that it was sent. */
    final Queue<String> seen = new ConcurrentLinkedQueue<>();

    TalkativeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().toString();
        String secrets = path + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("X-Key");
        seen.add(secrets + " " + exchange.getRequestHeaders().entrySet() + body);
        String question = path + body;
        String error = "{\"error\": {\"message\": \"refused for %s\"}}".formatted(secrets);
        if (path.startsWith("/hook")) {
            send(exchange, path.contains("bad") ? 400 : 204, error);
        } else if (question.contains("unauthorized")) {
            send(exchange, 401, error);
        } else if (question.contains("refused")) {
            send(exchange, 400, error);
        } else if (question.contains("redirected")) {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere?" + secrets.replace(' ', '+'));
            send(exchange, 302, error);
        } else if (question.contains("broken")) {
            exchange.close();
        } else if (question.contains("unreadable")) {
            send(exchange, 200, "{ no JSON but " + secrets);
        } else if (path.startsWith("/v1/")) {
            send(exchange, 200, """
                    {"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": "an answer"}}],
                     "usage": {"prompt_tokens": 1, "completion_tokens": 1}, "debug": "%s"}""".formatted(secrets));
        } else {
            send(exchange, 200, "{\"value\": \"an answer\", \"debug\": \"%s\"}".formatted(secrets));
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = status == 204 ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
