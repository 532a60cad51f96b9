package dev.cellmill.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.standalone.client.ServerProblem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pause, resume and cancel at 200 calls/s from three worker processes, judged by what the provider saw. */
class ControlIT {
    private static final int ROUNDS = Integer.getInteger("cellmill.pause.rounds", 3);
    private static final int ROWS = 4_000;
    private static final int WORKERS = 3;
    private static final long PROMISED_MICROS = 1_000_000;
    /** Long enough for a call that should not be to show. */
    private static final Duration WATCHED = Duration.ofMillis(1_600);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Three workers with four calls of 60 ms each at once. */
    private static final List<String> PROVIDER = List.of("--latency", "60", "--call-price", "0.001");
    private static final BigDecimal PRICE = new BigDecimal("0.001");
    private static final String PROVIDERS = """
            providers:
              slow:
                kind: http
                request: {method: GET, url: "%s/answer?row={{key}}"}
                costPerCall: 0.001
                limits: {concurrency: 4}
                cache: {mode: none}
            """;
    private static final String COLUMNS = """
            [{"name": "value", "provider": "slow", "inputs": {"key": "{{key}}"}, "field": "value"}]""";

    /** Cells that had been sent and wait to be sent once more. */
    private static final String GIVEN_BACK = "SELECT count(*) FROM jobs.ready WHERE job_id = ?::uuid AND dispatch > 0";

    @TempDir
    private static Path folder;

    private static @Nullable Cluster cluster;
    private static ProviderProcess provider;
    private static CellmillClient client;

    /** What the provider saw and billed before this test. */
    private long seen;
    private BigDecimal billed;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder, WORKERS, PROVIDER, PROVIDERS::formatted);
        provider = cluster.provider();
        client = cluster.client();
    }

    @BeforeEach
    void note() throws Exception {
        seen = provider.count();
        billed = bill();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void noCallBeginsASecondAfterAPauseAlsoOfAFrozenWorkerAndAResumeLosesAndRepeatsNothing() throws Exception {
        String job = submit(Math.max(ROWS, ROUNDS * 250));
        int exact = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = provider.count();
            await().atMost(PATIENCE)
                    .until(() -> provider.count() > before + 40 && cluster.count(GIVEN_BACK, job) == 0);
            boolean frozen = round % 5 == 1;
            ProcessHandle worker = cluster.workers().get(round % WORKERS);
            if (frozen) {
                cluster.freeze(worker);
            }
            JsonNode receipt = client.change(job, "pause").path("receipt");
            long answered = SeenCall.now();
            int unanswered = receipt.path("unanswered").asInt();
            exact += unanswered == 0 ? 1 : 0;
            if (frozen) {
                assertThat(unanswered).isPositive();
                cluster.thaw(worker);
            }
            await().during(WATCHED).atMost(WATCHED.multipliedBy(3))
                    .until(() -> arrivedAfter(before, answered + PROMISED_MICROS).isEmpty());
            holds(receipt, job, provider.calls(before), answered);
            if (unanswered == 0) {
                assertThat(cluster.count(GIVEN_BACK, job)).as("cells given back after %s", receipt)
                        .isEqualTo(receipt.path("stopped").asLong());
            }
            client.change(job, "resume");
        }
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> client.status(job).path("isComplete").asBoolean());

        // on a busy machine a worker may miss its half second, but not always
        assertThat(exact).as("pauses that every worker answered").isPositive();
        JsonNode status = client.status(job);
        assertThat(status.path("successfulCells").asLong()).isEqualTo(status.path("totalCells").asLong());
        assertThat(provider.calls(seen).stream().map(SeenCall::key)).doesNotHaveDuplicates()
                .hasSize(status.path("totalCells").asInt());
        isBilled(status);
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
    }

    /** What the receipt said, and what then happened. */
    private void holds(JsonNode receipt, String job, List<SeenCall> calls, long answered) {
        long inFlight = receipt.path("inFlight").asLong();
        assertThat(calls).allMatch(call -> call.status() != null, "has ended");
        assertThat(calls).as("calls that were under way at the answer or began after it, of %s", receipt)
                .filteredOn(call -> call.isUnderWayAt(answered) || call.arrivedMicros() > answered)
                .hasSizeLessThanOrEqualTo((int) inFlight);
        assertThat(receipt.path("costAtRisk").decimalValue()).as("cost at risk of %s", receipt)
                .isEqualByComparingTo(PRICE.multiply(BigDecimal.valueOf(inFlight)));

        JsonNode status = client.status(job);
        assertThat(status.path("state").asString()).isEqualTo("paused");
        assertThat(status.path("runningCells").asLong()).isZero();
        long left = status.path("totalCells").asLong() - status.path("completedCells").asLong();
        long promised = receipt.path("remaining").asLong();
        if (receipt.path("unanswered").asInt() > 0) {
            assertThat(left).isLessThanOrEqualTo(promised);
        } else {
            assertThat(left).isEqualTo(promised);
        }
    }

    @Test
    void aCancelledJobKeepsWhatIsDoneAndCallsNoMore() throws Exception {
        String job = submit(ROWS);
        await().atMost(PATIENCE).until(() -> provider.count() > seen + 100);
        JsonNode changed = client.change(job, "cancel");
        long answered = SeenCall.now();
        assertThat(changed.path("state").asString()).isEqualTo("cancelled");
        await().during(WATCHED).atMost(WATCHED.multipliedBy(3))
                .until(() -> arrivedAfter(seen, answered + PROMISED_MICROS).isEmpty());
        await().atMost(PATIENCE).until(() -> client.status(job).path("isComplete").asBoolean());

        JsonNode status = client.status(job);
        assertThat(status.path("successfulCells").asLong()).isEqualTo(provider.count() - seen);
        assertThat(status.path("cancelledCells").asLong()).isEqualTo(ROWS - (provider.count() - seen));
        isBilled(status);
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
        for (String verb : List.of("pause", "resume", "cancel")) {
            assertThatThrownBy(() -> client.change(job, verb)).isInstanceOf(ServerProblem.class)
                    .hasMessageContaining("cancelled");
        }
    }

    private String submit(int rows) throws IOException {
        return cluster.submit(IntStream.range(0, rows).mapToObj(row -> "k" + row), COLUMNS);
    }

    private List<SeenCall> arrivedAfter(long from, long micros) throws IOException, InterruptedException {
        return provider.calls(from).stream().filter(call -> call.arrivedMicros() > micros).toList();
    }

    /** What the job spent is what the provider billed for it. */
    private void isBilled(JsonNode status) throws IOException, InterruptedException {
        assertThat(status.path("cost").path("spent").decimalValue()).isEqualByComparingTo(bill().subtract(billed));
    }

    private static BigDecimal bill() throws IOException, InterruptedException {
        return BigDecimal.valueOf(provider.summary().path("priceNanoDollars").asLong(), 9);
    }
}
