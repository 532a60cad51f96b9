package dev.cellmill.benchmark;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * How soon those who watch see what happens, and what they cost: the first text of an answer that is streamed; the end of a
 * cell; the throughput of a job of 100,000 cells that 200 watch, all of them its first hundred rows or each another hundred,
 * beside the same unwatched.
 */
final class Watching implements Benchmark.Scenario {
    private static final int ANSWERS = 20;
    private static final int COLUMNS = 4;
    private static final int ROWS = 25_000;
    private static final int WATCHERS = 200;
    /** So many of them are asked when they saw what. */
    private static final int ASKED = 20;
    private static final int WINDOW = 100;
    private static final int ROUNDS = 5;
    private static final int PACED_ROWS = 2_000;
    private static final int PACE_PER_MINUTE = 6_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration OPENING = Duration.ofSeconds(4);
    private static final String PROVIDERS = """
            providers:
              instant: {kind: bench, delayMillis: 0, concurrency: 100}
              chat-streamed:
                kind: openai
                baseUrl: %s/v1
                models: {m: {maxTokens: 1000}}
                cache: {mode: none}
            """;

    @Override
    public void run(Figures figures) throws Exception {
        try (ProviderProcess provider = ProviderProcess.start("--latency", "3000", "--pieces", "60");
                BenchServer server = BenchServer.start(PROVIDERS.formatted(provider.url()))) {
            firstTexts(figures, server, provider);
            ends(figures, server);
            throughput(figures, server);
        }
    }

    /** From the call's arrival at the provider, which answers with the first piece 50 ms later. */
    private static void firstTexts(Figures figures, BenchServer server, ProviderProcess provider) throws Exception {
        var seen = new Percentile();
        for (int answer = 0; answer < ANSWERS; answer++) {
            BenchServer.OneCell cell = server.submitOneCell("chat-streamed");
            var first = new CompletableFuture<Long>();
            try (LiveClient _ = LiveClient.of(server.uri(), cell.job(), 0, 0, (event, data) -> {
                if (event.equals("cell") && data.contains("\"text\":")) {
                    first.complete(System.nanoTime());
                }
            })) {
                long at = first.get(30, TimeUnit.SECONDS);
                server.download(cell);
                seen.add(List.of((at - lastArrival(provider)) / NANOS_PER_MILLI));
            }
        }
        figures.print("firstTextP95", seen.at(0.95), "ms", Map.of("answers", ANSWERS));
        figures.print("firstTextP50", seen.at(0.5), "ms", Map.of("answers", ANSWERS));
    }

    private static long lastArrival(ProviderProcess provider) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String ledger = http.send(HttpRequest.newBuilder(URI.create(provider.url() + "/ledger")).build(),
                    BodyHandlers.ofString()).body();
            String last = ledger.lines().reduce((_, line) -> line).orElseThrow();
            return TimeUnit.MICROSECONDS.toNanos(Json.MAPPER.readTree(last).path("arrivedMicros").asLong());
        }
    }

    /** From the end at the worker to the watcher, while 100 cells a second end. */
    private static void ends(Figures figures, BenchServer server) throws IOException {
        var seen = new ConcurrentLinkedQueue<Double>();
        String sheet = server.client().upload(PACED_ROWS);
        String job = server.client().submit(sheet, "instant", 1, PACE_PER_MINUTE);
        var clients = new ArrayList<LiveClient>();
        for (int first = 0; first < PACED_ROWS; first += WINDOW) {
            clients.add(LiveClient.of(server.uri(), job, first, first + WINDOW - 1,
                    (event, data) -> age(event, data, seen)));
        }
        server.client().awaitEnd(job, BenchServer.POLL_NANOS);
        close(clients);
        print(figures, "endVisible", seen, Map.of("cellsPerSecond", PACE_PER_MINUTE / 60));
    }

    private static void throughput(Figures figures, BenchServer server) throws IOException {
        server.runJob("instant", ROWS, COLUMNS);
        List<Double> unwatched = new ArrayList<>();
        List<Double> alike = new ArrayList<>();
        List<Double> apart = new ArrayList<>();
        var seen = new ConcurrentLinkedQueue<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            unwatched.add(rate(server, 0, 0, seen));
            alike.add(rate(server, WATCHERS, 0, seen));
            apart.add(rate(server, WATCHERS, ROWS / WATCHERS, seen));
        }
        Map<String, ?> shape = Map.of("cells", ROWS * COLUMNS, "watchers", WATCHERS, "rounds", ROUNDS);
        double alone = median(unwatched);
        figures.print("cellsPerSecondUnwatched", alone, "cells/s", shape);
        figures.print("cost", 100 * (1 - median(alike) / alone), "%", shape);
        figures.print("costOfDifferentRows", 100 * (1 - median(apart) / alone), "%", shape);
        print(figures, "endVisibleAtFullSpeed", seen, shape);
    }

    /**
     * Cells a second. They watch before it begins: what it takes to open a stream is not what it takes to follow one.
     *
     * @param apart rows from what one watches to what the next does
     */
    private static double rate(BenchServer server, int watchers, int apart, ConcurrentLinkedQueue<Double> seen)
            throws IOException {
        String sheet = server.client().upload(ROWS);
        Instant start = Instant.now().plus(OPENING);
        String job = server.client().submitFor(start, sheet, "instant", COLUMNS);
        var clients = new ArrayList<LiveClient>();
        for (int watcher = 0; watcher < watchers; watcher++) {
            int first = watcher * apart;
            clients.add(watcher % (WATCHERS / ASKED) == 0
                    ? LiveClient.of(server.uri(), job, first, first + WINDOW - 1,
                            (event, data) -> age(event, data, seen))
                    : LiveClient.deaf(server.uri(), job, first, first + WINDOW - 1));
        }
        server.client().awaitEnd(job, BenchServer.POLL_NANOS);
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
        close(clients);
        server.client().verify(job, (long) ROWS * COLUMNS);
        return ROWS * COLUMNS / seconds;
    }

    /** In milliseconds, of a cell that has ended; cells that had before the watcher came are of its snapshot. */
    private static void age(String event, String data, ConcurrentLinkedQueue<Double> seen) {
        String mark = "\"endedAt\":\"";
        int at = data.indexOf(mark);
        if (event.equals("cell") && at >= 0) {
            String ended = data.substring(at + mark.length(), data.indexOf('"', at + mark.length()));
            seen.add((double) (System.currentTimeMillis() - Instant.parse(ended).toEpochMilli()));
        }
    }

    private static void print(Figures figures, String name, ConcurrentLinkedQueue<Double> seen, Map<String, ?> shape) {
        var ages = new Percentile();
        ages.add(seen);
        figures.print(name + "P50", ages.at(0.5), "ms", shape);
        figures.print(name + "P95", ages.at(0.95), "ms", shape);
    }

    private static void close(List<LiveClient> clients) throws IOException {
        for (LiveClient client : clients) {
            client.close();
        }
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
    }
}
