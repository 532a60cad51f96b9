package dev.cellmill.faults.cluster;

import dev.cellmill.benchmark.provider.SimulatedProvider;
import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulated provider as a process, and what it was asked. Its ledger outlives its death if it is read before. */
public final class Provider implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final int port = Ports.next();
    private final Supervised process;
    private final HttpClient http = HttpClient.newHttpClient();
    /** Of processes that were killed, and not yet taken. */
    private final List<SeenCall> kept = new ArrayList<>();
    private long next;

    Provider(String name, Path folder, List<String> options) {
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--port", Integer.toString(port), "--end-with",
                Long.toString(ProcessHandle.current().pid())));
        process = Supervised.java(name, SimulatedProvider.class.getName(), folder.resolve(name + ".log"), "128m",
                List.of(), arguments, Map.of());
    }

    int port() {
        return port;
    }

    void start() {
        process.start();
    }

    void awaitUp() {
        if (!Until.holds(START, this::up)) {
            throw new IllegalStateException("%s does not start; see its log".formatted(process.name()));
        }
    }

    public boolean up() {
        try {
            return process.alive() && !get("/ledger/summary").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Nobody calls it while this runs. It comes back a second later. */
    public synchronized void kill(Duration away) throws IOException {
        kept.addAll(read());
        next = 0;
        process.keepAway();
        process.kill();
        Until.passed(away);
        process.start();
        awaitUp();
    }

    /** Every call since this was asked last, in order of arrival. */
    public synchronized List<SeenCall> take() throws IOException {
        var calls = new ArrayList<>(kept);
        kept.clear();
        List<SeenCall> read = read();
        calls.addAll(read);
        next += read.size();
        return calls;
    }

    private List<SeenCall> read() throws IOException {
        return get("/ledger?from=" + next).lines().map(line -> Json.MAPPER.readValue(line, SeenCall.class)).toList();
    }

    private String get(String path) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(TIMEOUT)
                    .build(), BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.close();
    }
}
