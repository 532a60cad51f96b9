package dev.cellmill.faults.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Whom webhooks are told: notes every message that comes, and what it answered. Thread-safe. */
public final class Sink implements AutoCloseable {
    private static final int OK = 204;
    private static final int GONE = 410;
    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final int port = Ports.next();
    private final List<Message> messages = new ArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private HttpServer server;
    private volatile Mode mode = Mode.GOOD;

    /** How it is. */
    public enum Mode {
        GOOD,
        /** Connections are refused. */
        DOWN,
        /** Nothing is answered, until it is good again; then connections end without an answer. */
        HANGING,
        /** 410 to all. */
        GONE
    }

    /** One that came. @param id its {@code webhook-id} @param status what was answered */
    public record Message(String id, String type, String job, int status) {
        /** Nothing more of its job is to come. */
        public boolean isRefusedForGood() {
            return status == Sink.GONE;
        }
    }

    Sink() throws IOException {
        server = open();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/webhook";
    }

    public synchronized void set(Mode next) {
        try {
            if (mode == Mode.DOWN && next != Mode.DOWN) {
                server = open();
            } else if (mode != Mode.DOWN && next == Mode.DOWN) {
                server.stop(0);
            }
            mode = next;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages that came and got no answer. */
    public int unanswered() {
        return unanswered.get();
    }

    public List<Message> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    private HttpServer open() throws IOException {
        var opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        opened.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        opened.createContext("/webhook", this::take);
        opened.start();
        return opened;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody());
            if (mode == Mode.HANGING) {
                unanswered.incrementAndGet();
                while (mode == Mode.HANGING) {
                    LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                }
                return;
            }
            int status = mode == Mode.GONE ? GONE : OK;
            synchronized (messages) {
                messages.add(new Message(exchange.getRequestHeaders().getFirst("webhook-id"),
                        body.path("type").asString(""), body.at("/data/jobId").asString(""), status));
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public synchronized void close() {
        mode = Mode.GOOD;
        server.stop(0);
    }
}
