package dev.cellmill.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A provider over HTTP that notes every call and the time at which it came; answers after a known time. */
final class Ledger implements AutoCloseable {
    private final HttpServer server;
    private final Duration latency;
    private final List<Call> calls = new ArrayList<>();

    /** @param nanos as {@link System#nanoTime} tells it */
    record Call(String key, long nanos) {}

    Ledger(Duration latency) throws IOException {
        this.latency = latency;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getQuery().substring("key=".length());
        synchronized (calls) {
            calls.add(new Call(key, System.nanoTime()));
        }
        LockSupport.parkNanos(latency.toNanos());
        byte[] body = "{\"value\": \"of %s\"}".formatted(key).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A provider file with this as {@code slow}. */
    String providers(int concurrency) {
        return """
                providers:
                  slow:
                    kind: http
                    request: {method: GET, url: "http://127.0.0.1:%d/?key={{key}}"}
                    limits: {concurrency: %d}
                    cache: {mode: none}
                """.formatted(server.getAddress().getPort(), concurrency);
    }

    List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** Calls that came later than so long after this time. */
    List<Call> after(long nanos, Duration later) {
        return calls().stream().filter(call -> call.nanos() - nanos > later.toNanos()).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
