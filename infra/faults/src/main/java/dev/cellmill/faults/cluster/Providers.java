package dev.cellmill.faults.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The providers of the rig: what workers are told of them, and the processes that answer. */
public final class Providers implements AutoCloseable {
    /** Requests a minute that {@code limited} allows. */
    public static final int LIMIT = 600;

    /** In which their cells wait. */
    public static final List<String> LANES = List.of("shared", "priced", "cached", "limited", "flaky", "busy");

    /** How many providers there are that may have too much to do: each storm has one that learnt nothing yet. */
    private static final int BUSY = 40;
    private static final String FILE = """
            providers:
              plain:
                kind: http
                lane: shared
                request: {method: GET, url: "${MAIN_URL}/answer?row={{key}}"}
                limits: {concurrency: 30, timeout: 8s}
                cache: {mode: none}
              slow:
                kind: http
                lane: shared
                request: {method: GET, url: "${SLOW_URL}/answer?row={{key}}"}
                limits: {concurrency: 6, timeout: 40s}
                cache: {mode: none}
              priced:
                kind: openai
                baseUrl: "${MAIN_URL}/v1"
                models: {m: {inputPerMillion: 1.00, outputPerMillion: 2.00, maxTokens: 60}}
                limits: {concurrency: 16, timeout: 8s}
                cache: {mode: none}
              cached:
                kind: http
                request: {method: GET, url: "${MAIN_URL}/answer?row={{key}}"}
                limits: {concurrency: 20, timeout: 8s}
                cache: {mode: persistent, ttl: 1d}
              limited:
                kind: http
                request: {method: GET, url: "${MAIN_URL}/answer?row={{key}}"}
                limits: {requestsPerMinute: %d, concurrency: 20, timeout: 8s}
                cache: {mode: none}
              flaky:
                kind: http
                request: {method: GET, url: "${FLAKY_URL}/answer?row={{key}}"}
                limits: {concurrency: 20, timeout: 8s}
                cache: {mode: none}
            """.formatted(LIMIT);
    private static final String BUSY_ONE = """
              busy%d:
                kind: http
                lane: busy
                request: {method: GET, url: "${BUSY_URL}/answer?row={{key}}"}
                limits: {concurrency: 20, timeout: 8s}
                cache: {mode: none}
            """;

    private final Path file;
    private final Provider main;
    private final Provider slow;
    private final Provider flaky;
    private final Provider unavailable;
    private final Provider tooMany;

    Providers(Path folder) throws IOException {
        file = folder.resolve("providers.yaml");
        var text = new StringBuilder(FILE);
        for (int number = 0; number < BUSY; number++) {
            text.append(BUSY_ONE.formatted(number));
        }
        Files.writeString(file, text);
        // never more tokens than the request has bytes: no provider bills those
        main = new Provider("provider", folder, List.of("--latency", "lognormal:120,500", "--input-tokens", "20-100",
                "--output-tokens", "5-50", "--input-price", "1", "--output-price", "2"));
        slow = new Provider("provider-slow", folder, List.of("--latency", "8000-12000"));
        flaky = new Provider("provider-flaky", folder, List.of("--latency", "50-200", "--failures", "400:0.15"));
        unavailable = new Provider("provider-503", folder, List.of("--failures", "503:1"));
        tooMany = new Provider("provider-429", folder, List.of("--failures", "429:1"));
    }

    /** The provider of a round's storm of 429s. */
    public static String busy(int round) {
        return "busy" + round % BUSY;
    }

    Path file() {
        return file;
    }

    public Provider main() {
        return main;
    }

    public Provider slow() {
        return slow;
    }

    public Provider flaky() {
        return flaky;
    }

    /** Answers nothing but 503. */
    Provider unavailable() {
        return unavailable;
    }

    /** Answers nothing but 429. */
    Provider tooMany() {
        return tooMany;
    }

    void start() {
        all().forEach(Provider::start);
    }

    void awaitUp() {
        all().forEach(Provider::awaitUp);
    }

    private Stream<Provider> all() {
        return Stream.of(main, slow, flaky, unavailable, tooMany);
    }

    @Override
    public void close() {
        all().forEach(Provider::close);
    }
}
