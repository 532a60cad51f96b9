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
import java.util.stream.Collectors;

/**
 * A provider over HTTP, and receiver of webhooks, that says the secrets it was sent in each of its answers, as some do. The
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
        } else if (path.startsWith("/v1/embeddings")) {
            send(exchange, 200, """
                    {"data": [{"embedding": [1.50], "debug": "%s"}], "usage": {"prompt_tokens": 1}}"""
                    .formatted(secrets));
        } else if (body.contains("\"stream\":true")) {
            stream(exchange, "an answer " + secrets);
        } else if (path.startsWith("/v1/")) {
            String said = question.contains("spelled") ? spelled(secrets) : secrets;
            send(exchange, 200, """
                    {"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": "an answer %s"}}],
                     "usage": {"prompt_tokens": 1, "completion_tokens": 1}, "debug": "%s"}""".formatted(said, said));
        } else {
            send(exchange, 200, "{\"value\": \"an answer\", \"debug\": \"%s\"}".formatted(secrets));
        }
    }

    /** As JSON may write it too. */
    private static String spelled(String text) {
        return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }

    /** Cut so that no piece holds a secret whole. */
    private static void stream(HttpExchange exchange, String answer) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var events = new StringBuilder();
        for (int from = 0; from < answer.length(); from += 5) {
            events.append("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n"
                    .formatted(answer.substring(from, Math.min(answer.length(), from + 5))));
        }
        events.append(
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        exchange.getResponseBody().write(events.toString().getBytes(StandardCharsets.UTF_8));
        exchange.close();
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
