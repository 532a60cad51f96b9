package dev.cellmill.benchmark;

import dev.cellmill.worker.provider.transport.HttpCall;
import dev.cellmill.worker.provider.transport.HttpCalls;
import dev.cellmill.worker.provider.transport.HttpResult;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.http.HttpMethod;

/**
 * Calls over HTTP that one worker can carry: a provider that takes 50 ms, a thousand in flight. And how long a cell takes at
 * the worker whose answer is remembered.
 */
final class ProviderCalls implements Benchmark.Scenario {
    private static final int IN_FLIGHT = 1_000;
    private static final int MILLIS = 50;
    private static final int CACHED = 200;
    private static final int WARM_UP_ROWS = 60_000;
    private static final int ROWS = 120_000;
    private static final Duration FLOOR = Duration.ofSeconds(20);
    private static final double NANOS = 1e9;
    private static final String PROVIDERS = """
            providers:
              plain:
                kind: http
                request: {method: GET, url: "%1$s/answer?row={{text}}"}
                limits: {concurrency: %2$d}
                cache: {mode: none}
              kept:
                kind: http
                request: {method: GET, url: "%1$s/answer?row={{text}}"}
                cache: {mode: persistent, ttl: 1d}
              chat-streamed:
                kind: openai
                baseUrl: %1$s/v1
                models: {m: {maxTokens: 100}}
                limits: {concurrency: %2$d}
                cache: {mode: none}
            """;

    @Override
    public void run(Figures figures) throws Exception {
        try (ProviderProcess provider = ProviderProcess.start("--latency", Integer.toString(MILLIS))) {
            var shape = Map.of("inFlight", IN_FLIGHT, "millis", MILLIS, "cells", ROWS);
            figures.print("floor", floor(provider.url()), "calls/s",
                    Map.of("inFlight", IN_FLIGHT, "millis", MILLIS, "what", "the client alone"));
            try (BenchServer server = BenchServer.start(PROVIDERS.formatted(provider.url(), IN_FLIGHT))) {
                var cached = cached(server);
                figures.print("cachedCellP99", cached.of99(), "ms", Map.of("cells", CACHED));
                for (String name : new String[]{"plain", "streamed"}) {
                    String called = name.equals("plain") ? name : BenchJob.CHAT + "-" + name;
                    server.runJob(called, WARM_UP_ROWS, 1);
                    JobRun run = server.runJob(called, ROWS, 1);
                    figures.print(name + "CallsPerSecond", run.cellsPerSecond(), "calls/s", shape);
                    figures.print(name + "StatementsPerCell", run.statementsPerCell(), "statements/cell", shape);
                    figures.print(name + "PeakHeap", run.peakHeapMegabytes(), "MB", shape);
                }
            }
        }
    }

    /** One after the other on an idle system. */
    private static Percentile cached(BenchServer server) throws IOException {
        var latencies = new Percentile();
        BenchServer.OneCell first = server.submitOneCell("kept");
        server.download(first);
        for (int job = 0; job < CACHED; job++) {
            latencies.add(server.latencies(first.sheet(), "kept", 1));
        }
        return latencies;
    }

    /** What the worker's HTTP client can do with nothing around it, once warm. */
    private static double floor(String url) throws InterruptedException {
        var counted = new LongAdder();
        long begin = System.nanoTime();
        long warm = begin + FLOOR.toNanos() / 2;
        long end = begin + FLOOR.toNanos();
        var over = new CountDownLatch(IN_FLIGHT);
        try (var calls = new HttpCalls()) {
            for (int caller = 0; caller < IN_FLIGHT; caller++) {
                var call = new HttpCall(HttpMethod.GET, URI.create(url + "/answer?row=" + caller), Map.of(), null,
                        Duration.ofSeconds(30));
                Thread.startVirtualThread(() -> {
                    while (System.nanoTime() - end < 0) {
                        if (calls.send(call) instanceof HttpResult.Answered && System.nanoTime() - warm >= 0) {
                            counted.increment();
                        }
                    }
                    over.countDown();
                });
            }
            over.await();
        }
        return counted.sum() * NANOS / (end - warm);
    }
}
