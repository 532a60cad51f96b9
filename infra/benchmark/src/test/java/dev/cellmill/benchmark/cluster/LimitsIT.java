package dev.cellmill.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Limits over three worker processes, judged by what the providers saw. Four jobs run side by side: one within a limit of
 * requests, one within one of tokens whose estimates are off by half, one on a provider that enforces half of what is
 * configured, one on a provider that goes down and comes back. Meanwhile a worker dies and another takes its place, and the
 * database's clock is put an hour forward and back. Then requests that are identical.
 */
class LimitsIT {
    /** Before and after a worker's death. Ten times longer, the figures are those that are promised. */
    private static final int SECONDS = Integer.getInteger("cellmill.limits.seconds", 30);
    private static final int WARM_UP = Integer.getInteger("cellmill.limits.warmup", 15);
    private static final int REQUESTS = Integer.getInteger("cellmill.limits.requests", 600);
    private static final int OUTAGE = Integer.getInteger("cellmill.limits.outage", 16);
    private static final boolean IS_LONG = SECONDS >= 60;
    /** Many calls take all of a small machine; whatever runs beside them would be measured too. */
    private static final String ALONE = "cellmill.limits.alone";
    private static final boolean IS_ALONE = Boolean.getBoolean(ALONE);

    private static final int TOKENS = 60_000;
    private static final int MEAN_TOKENS = 140;
    private static final int CONFIGURED = 600;
    /** As {@code --limit 100/20000} comes to in a minute. */
    private static final int ENFORCED = 300;
    private static final int OUTAGE_LIMIT = 6_000;
    private static final int OUTAGE_ROWS = 2_500;
    private static final int WORKERS = 3;
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final int ALIKE = 10_000;
    /** A slot may be used so much later, as a part of a second. */
    private static final double LATE = IS_LONG ? 0.25 : 0.5;
    private static final double USED = IS_LONG ? 0.97 : 0.9;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> QUICK = List.of("--latency", "20-60");
    private static final String CLOCK = """
            CREATE OR REPLACE FUNCTION worker.budget_clock() RETURNS timestamptz LANGUAGE sql VOLATILE
            AS 'SELECT clock_timestamp() %s'""";
    private static final String PROVIDERS = """
            providers:
              requests:
                kind: http
                request: {method: GET, url: "%1$s/answer?row={{key}}"}
                limits: {requestsPerMinute: %2$d, concurrency: 100}
                cache: {mode: none}
              alike:
                kind: http
                request: {method: GET, url: "%1$s/answer?row={{key}}"}
                limits: {concurrency: 100}
                cache: {mode: persistent, ttl: 1d}
              tokens:
                kind: openai
                baseUrl: %3$s/v1
                models: {m: {maxTokens: 60}}
                limits: {tokensPerMinute: %4$d, concurrency: 100}
                cache: {mode: none}
              unknown:
                kind: http
                request: {method: GET, url: "%5$s/answer?row={{key}}"}
                limits: {requestsPerMinute: %6$d, concurrency: 20}
                cache: {mode: none}
              outage:
                kind: http
                lane: shared
                request: {method: GET, url: "%7$s/answer?row={{key}}"}
                limits: {requestsPerMinute: %8$d, concurrency: 20}
                cache: {mode: none}
              beside:
                kind: http
                lane: shared
                request: {method: GET, url: "%1$s/answer?row={{key}}"}
                limits: {concurrency: 20}
                cache: {mode: none}
              slow:
                kind: http
                lane: shared
                request: {method: GET, url: "%9$s/answer?row={{key}}"}
                limits: {concurrency: 20}
                cache: {mode: memory, ttl: 1d}
            """;

    @TempDir
    private static Path folder;

    private static final Map<String, ProviderProcess> PROCESSES = new HashMap<>();
    private static @Nullable Cluster cluster;
    private static CellmillClient client;
    /** In microseconds on the clock of the ledgers. */
    private static long begin;
    private static long end;
    private static List<SeenCall> requests = List.of();
    private static List<SeenCall> tokens = List.of();
    private static List<SeenCall> unknown = List.of();
    private static List<SeenCall> duringOutage = List.of();
    private static long statements;
    private static JsonNode interrupted;
    private static JsonNode beside;
    private static JsonNode afterOutage;

    @BeforeAll
    static void run() throws Exception {
        cluster = Cluster.start(folder, WORKERS, QUICK, LimitsIT::providers);
        client = cluster.client();
        PROCESSES.put("requests", cluster.provider());
        int seconds = WARM_UP + 2 * SECONDS + 40;
        String limited = submit("requests", "value", keys("k", REQUESTS / 60 * seconds));
        List<String> others = IS_ALONE ? List.of() : List.of("tokens", "unknown", "outage");
        String outage = "";
        if (!IS_ALONE) {
            submitPrompts("tokens", keys("t", TOKENS / MEAN_TOKENS * seconds / 60));
            submit("unknown", "value", keys("u", CONFIGURED / 60 * seconds));
            outage = submit("outage", "value", keys("o", OUTAGE_ROWS));
        }
        for (String name : Stream.concat(Stream.of("requests"), others.stream()).toList()) {
            await().atMost(PATIENCE).until(() -> PROCESSES.get(name).count() > 0);
        }
        begin = SeenCall.now() + WARM_UP * SECOND;
        end = begin + 2 * SECONDS * SECOND;

        var script = new TreeMap<Double, Step>();
        script.put(0.0, () -> statements = -budgetStatements());
        if (!IS_ALONE) {
            scriptOutage(script, outage, 0.1 * SECONDS);
        }
        script.put((double) SECONDS, () -> cluster.workers().getFirst().destroyForcibly());
        script.put(1.4 * SECONDS, () -> cluster.execute(CLOCK.formatted("+ interval ''1 hour''")));
        script.put(1.7 * SECONDS, () -> cluster.execute(CLOCK.formatted("")));
        script.put(2.0 * SECONDS, () -> {
            statements += budgetStatements();
            requests = PROCESSES.get("requests").calls(0).stream().filter(call -> call.key().startsWith("k")).toList();
            tokens = PROCESSES.get("tokens").calls(0);
            unknown = PROCESSES.get("unknown").calls(0);
        });
        for (var step : script.entrySet()) {
            long at = begin + (long) (step.getKey() * SECOND);
            await().atMost(PATIENCE.plusSeconds(WARM_UP + 2L * SECONDS)).until(() -> SeenCall.now() >= at);
            step.getValue().take();
        }
        client.change(limited, "cancel");
        if (!IS_ALONE) {
            String job = outage;
            await().atMost(PATIENCE).until(() -> client.status(job).path("isComplete").asBoolean());
            afterOutage = client.status(job);
        }
    }

    private static void scriptOutage(Map<Double, Step> script, String outage, double down) {
        script.put(down, () -> PROCESSES.get("outage").close());
        script.put(down + OUTAGE * 0.3, () -> beside = client.status(submit("beside", "value", keys("b", 200))));
        script.put(down + OUTAGE * 0.5, () -> startAgain("outage", "--failures", "503:1"));
        script.put(down + OUTAGE, () -> {
            beside = client.status(beside.path("jobId").asString());
            interrupted = client.status(outage);
            duringOutage = PROCESSES.get("outage").calls(0);
            PROCESSES.get("outage").close();
            startAgain("outage");
        });
    }

    /** Each writes a row once. */
    private static long budgetStatements() throws IOException {
        return cluster.count("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'provider_budget'");
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    @AfterAll
    static void stop() {
        PROCESSES.values().forEach(ProviderProcess::close);
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void neverMoreRequestsThanTheLimitInAnyMinuteNorMuchMoreThanItsPartInASecondAndAlmostAllOfIt() {
        double used = share(requests, call -> 1, REQUESTS);
        long minute = most(requests, call -> 1, MINUTE);
        long second = most(sinceBegin(requests), call -> 1, SECOND);
        System.out.printf("%d requests a minute: %.1f %% used, %d in the fullest minute, %d in the fullest second%n",
                REQUESTS, 100 * used, minute, second);
        System.out.printf("in each tenth of that time: %s %%%n", tenths(requests, REQUESTS));
        assertThat(minute).isLessThanOrEqualTo(REQUESTS);
        assertThat(second).isLessThanOrEqualTo((long) Math.ceil(REQUESTS / 60.0 * (1 + LATE)) + 1);
        assertThat(used).isGreaterThanOrEqualTo(USED - 60.0 / (REQUESTS * SECONDS));
    }

    @Test
    void nothingStandsStillWhenAWorkerDiesOrTheClockOfTheDatabaseIsPutForwardAndBack() {
        long[] times = requests.stream().mapToLong(SeenCall::arrivedMicros).filter(at -> at >= begin && at < end)
                .sorted().toArray();
        long longest = IntStream.range(1, times.length).mapToLong(i -> times[i] - times[i - 1]).max().orElseThrow();
        System.out.printf("the longest time without a call: %d ms%n", longest / 1_000);
        assertThat(longest).isLessThanOrEqualTo(2 * SECOND);
    }

    @Test
    @DisabledIfSystemProperty(named = ALONE, matches = "true")
    void neverMoreTokensThanTheLimitInAnyMinuteAndAlmostAllOfThem() {
        ToLongFunction<SeenCall> counted = call -> call.inputTokens() + call.outputTokens();
        double used = share(tokens, counted, TOKENS);
        long minute = most(sinceBegin(tokens), counted, MINUTE);
        System.out.printf("%d tokens a minute: %.1f %% used, %d in the fullest minute%n", TOKENS, 100 * used, minute);
        assertThat(minute).isLessThanOrEqualTo(TOKENS);
        assertThat(used).isGreaterThanOrEqualTo(USED);
    }

    @Test
    void aStatementReservesForManyCalls() {
        long calls = Stream.of(requests, tokens, unknown).mapToLong(seen -> sinceBegin(seen).size()).sum();
        System.out.printf("%.2f statements for ten calls%n", 10.0 * statements / calls);
        if (REQUESTS >= 60_000) {
            assertThat(10 * statements).isLessThan(calls);
        }
    }

    @Test
    @DisabledIfSystemProperty(named = ALONE, matches = "true")
    void aLimitThatOnlyTheProviderKnowsIsLearnt() {
        long settled = begin + (IS_LONG ? MINUTE : 25 * SECOND);
        List<SeenCall> calls = unknown.stream()
                .filter(call -> call.arrivedMicros() >= settled && call.arrivedMicros() < end).toList();
        long tooMany = calls.stream().filter(call -> call.status() != null && call.status() == 429).count();
        double seconds = (double) (end - settled) / SECOND;
        double used = (calls.size() - tooMany) / (ENFORCED / 60.0 * seconds);
        System.out.printf("of an unknown limit %.1f %% used, %.1f %% of the calls refused%n", 100 * used,
                100.0 * tooMany / calls.size());
        assertThat(tooMany).isLessThanOrEqualTo((long) Math.max(IS_LONG ? 0 : 5, calls.size() * 0.02));
        assertThat(used).isGreaterThanOrEqualTo(IS_LONG ? 0.9 : 0.8);
    }

    @Test
    @DisabledIfSystemProperty(named = ALONE, matches = "true")
    void anOutageFailsNoCellAndCallsOnlyNowAndThenAndHoldsNobodyElseUp() {
        double perSecond = duringOutage.size() / (OUTAGE * 0.5);
        System.out.printf("during the outage %.1f calls a second%n", perSecond);
        assertThat(perSecond).isBetween(0.01, 5.0);
        assertThat(interrupted.path("isComplete").asBoolean()).as("it was under load").isFalse();
        assertThat(interrupted.at("/remaining/boundBy").asString()).isEqualTo("provider");
        assertThat(interrupted.path("waitingFor").toString()).contains("outage");
        assertThat(beside.path("isComplete").asBoolean()).as("of another provider in the same lane").isTrue();
        assertThat(afterOutage.path("successfulCells").asInt()).isEqualTo(OUTAGE_ROWS);
        assertThat(afterOutage.path("failedCells").asInt()).isZero();
    }

    @Test
    void identicalRequestsAreOneCallEvenAfterARestartOfEverything() throws Exception {
        awaitAll(submit("alike", "value", alike("the same")));
        assertThat(called("requests", "the same")).isEqualTo(1);
        cluster.startServer();
        JsonNode status = awaitAll(submit("alike", "value", alike("the same")));
        assertThat(called("requests", "the same")).isEqualTo(1);
        assertThat(status.at("/servedBy/provider").asInt()).isZero();
    }

    @Test
    void fourColumnsOfOneAnswerAreOneCallForEachRow() throws Exception {
        var columns = new StringBuilder();
        for (String column : List.of("a value", "b key", "c sequence", "d value")) {
            columns.append(columns.isEmpty() ? "[" : ",").append(column("alike", column.substring(0, 1),
                    column.substring(2)));
        }
        awaitAll(cluster.submit(keys("four", 50), columns.append("]").toString()));
        long calls = PROCESSES.get("requests").calls(0).stream().filter(call -> call.key().startsWith("four")).count();
        assertThat(calls).isEqualTo(50);
    }

    @Test
    void thousandsWhoWaitForOneSlowCallLeaveTheirLaneFreeForOthers() throws Exception {
        String waiting = submit("slow", "value", alike("slow one"));
        await().atMost(PATIENCE).until(() -> called("slow", "slow one") == 1);
        awaitAll(submit("beside", "value", keys("quick", 200)));
        assertThat(client.status(waiting).path("successfulCells").asInt()).isZero();
        awaitAll(waiting);
        assertThat(called("slow", "slow one")).isEqualTo(1);
    }

    private static JsonNode awaitAll(String job) {
        await().atMost(PATIENCE).until(() -> client.status(job).path("isComplete").asBoolean());
        JsonNode status = client.status(job);
        assertThat(status.path("successfulCells").asInt()).isEqualTo(status.path("totalCells").asInt());
        return status;
    }

    private static long called(String process, String key) throws IOException, InterruptedException {
        return PROCESSES.get(process).calls(0).stream().filter(call -> call.key().equals(key)).count();
    }

    private static Stream<String> keys(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(row -> prefix + row);
    }

    private static Stream<String> alike(String key) {
        return IntStream.range(0, ALIKE).mapToObj(row -> key);
    }

    private static String submit(String provider, String field, Stream<String> keys) throws IOException {
        return cluster.submit(keys, "[" + column(provider, "found", field) + "]");
    }

    private static String column(String provider, String name, String field) {
        return """
                {"name": "%s", "provider": "%s", "inputs": {"key": "{{key}}"}, "field": "%s"}"""
                .formatted(name, provider, field);
    }

    private static void submitPrompts(String provider, Stream<String> keys) throws IOException {
        cluster.submit(keys, """
                [{"name": "found", "prompt": "Say something of {{key}}.", "provider": "%s"}]""".formatted(provider));
    }

    private static String providers(String url) {
        try {
            start("tokens", "--latency", "20-60", "--input-tokens", "50-150", "--output-tokens", "20-60");
            start("unknown", "--latency", "20-60", "--limit", "100/20000");
            start("outage", "--latency", "20-60");
            start("slow", "--latency", "10000");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PROVIDERS.formatted(url, REQUESTS, url("tokens"), TOKENS, url("unknown"), CONFIGURED, url("outage"),
                OUTAGE_LIMIT, url("slow"));
    }

    private static void start(String name, String... options) throws IOException {
        PROCESSES.put(name, ProviderProcess.start(folder, List.of(options)));
    }

    /** On the port where it was. */
    private static void startAgain(String name, String... options) throws IOException {
        var all = new ArrayList<>(QUICK);
        all.addAll(List.of(options));
        all.addAll(List.of("--port", Integer.toString(URI.create(url(name)).getPort())));
        start(name, all.toArray(String[]::new));
    }

    private static String url(String name) {
        return PROCESSES.get(name).url();
    }

    /** Which part of the limit was used between begin and end. */
    private static double share(List<SeenCall> calls, ToLongFunction<SeenCall> size, int limit) {
        return calls.stream().filter(call -> call.arrivedMicros() >= begin && call.arrivedMicros() < end)
                .mapToLong(size).sum() / (limit * 2.0 * SECONDS / 60);
    }

    /** The part of the limit used in each tenth of the time between begin and end, in percent. */
    private static List<Long> tenths(List<SeenCall> calls, int limit) {
        long tenth = (end - begin) / 10;
        return IntStream.range(0, 10).mapToObj(i -> Math.round(100.0 * MINUTE / tenth / limit
                * calls.stream()
                        .filter(call -> (call.arrivedMicros() - begin) / tenth == i && call.arrivedMicros() >= begin)
                        .count()))
                .toList();
    }

    /** A process that has just begun is not master of its delays. */
    private static List<SeenCall> sinceBegin(List<SeenCall> calls) {
        return calls.stream().filter(call -> call.arrivedMicros() >= begin).toList();
    }

    /** In the fullest window of this length. */
    private static long most(List<SeenCall> calls, ToLongFunction<SeenCall> size, long within) {
        List<SeenCall> sorted = calls.stream().sorted(Comparator.comparing(SeenCall::arrivedMicros)).toList();
        long most = 0;
        long sum = 0;
        int first = 0;
        for (SeenCall last : sorted) {
            sum += size.applyAsLong(last);
            while (last.arrivedMicros() - sorted.get(first).arrivedMicros() >= within) {
                sum -= size.applyAsLong(sorted.get(first));
                first++;
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}
