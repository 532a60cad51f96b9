package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.standalone.client.ServerProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pause, resume and cancel over three worker processes, judged by what the provider saw. */
class ControlIT {
    private static final int ROUNDS = Integer.getInteger("cellmill.pause.rounds", 5);
    private static final int ROWS = 4_000;
    private static final Duration PROMISED = Duration.ofSeconds(1);
    /** Long enough for a call that should not be to show. */
    private static final Duration WATCHED = Duration.ofMillis(1_600);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Ledger provider;
    private StandaloneServer server;
    private CellmillClient client;

    @BeforeEach
    void start() throws IOException {
        provider = new Ledger(Duration.ofMillis(60));
        Path providers = Files.writeString(folder.resolve("providers.yaml"), provider.providers(4));
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 3, providers));
        client = new CellmillClient(URI.create(server.url()));
        await().atMost(PATIENCE).until(client::isUp);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        provider.close();
    }

    @Test
    void noCallBeginsASecondAfterAPauseAlsoOfAFrozenWorkerAndAResumeLosesAndRepeatsNothing() throws Exception {
        String job = submit(Math.max(ROWS, ROUNDS * 250));
        for (int round = 0; round < ROUNDS; round++) {
            long before = provider.calls().size();
            await().atMost(PATIENCE).until(() -> provider.calls().size() > before + 40);
            boolean frozen = round % 5 == 1;
            ProcessHandle worker = workers().get(round % 3);
            if (frozen) {
                signal(worker, "STOP");
            }
            JsonNode receipt = client.change(job, "pause").path("receipt");
            long answered = System.nanoTime();
            if (frozen) {
                assertThat(receipt.path("unanswered").asInt()).isEqualTo(1);
                signal(worker, "CONT");
            } else {
                assertThat(receipt.path("unanswered").asInt()).isZero();
            }
            await().during(WATCHED).atMost(WATCHED.multipliedBy(3))
                    .until(() -> provider.after(answered, PROMISED).isEmpty());
            assertThat(provider.after(answered, Duration.ZERO)).as("calls on their way at the answer")
                    .hasSizeLessThanOrEqualTo(receipt.path("inFlight").asInt());
            holds(receipt, job, frozen);
            client.change(job, "resume");
        }
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> client.status(job).path("isComplete").asBoolean());

        assertThat(client.status(job).path("successfulCells").asLong())
                .isEqualTo(client.status(job).path("totalCells").asLong());
        assertThat(provider.calls().stream().map(Ledger.Call::key)).doesNotHaveDuplicates();
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
    }

    /** What the receipt said, and what then happened. */
    private void holds(JsonNode receipt, String job, boolean upperBounds) {
        JsonNode status = client.status(job);
        long left = status.path("totalCells").asLong() - status.path("completedCells").asLong();
        assertThat(status.path("state").asString()).isEqualTo("paused");
        assertThat(status.path("runningCells").asLong()).isZero();
        long promised = receipt.path("remaining").asLong();
        if (upperBounds) {
            assertThat(left).isLessThanOrEqualTo(promised);
        } else {
            assertThat(left).isEqualTo(promised);
        }
    }

    @Test
    void aCancelledJobKeepsWhatIsDoneAndCallsNoMore() throws Exception {
        String job = submit(ROWS);
        await().atMost(PATIENCE).until(() -> provider.calls().size() > 100);
        JsonNode changed = client.change(job, "cancel");
        long answered = System.nanoTime();
        assertThat(changed.path("state").asString()).isEqualTo("cancelled");
        await().during(WATCHED).atMost(WATCHED.multipliedBy(3))
                .until(() -> provider.after(answered, PROMISED).isEmpty());
        await().atMost(PATIENCE).until(() -> client.status(job).path("isComplete").asBoolean());

        JsonNode status = client.status(job);
        assertThat(status.path("successfulCells").asLong()).isEqualTo(provider.calls().size());
        assertThat(status.path("cancelledCells").asLong()).isEqualTo(ROWS - provider.calls().size());
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
        for (String verb : List.of("pause", "resume", "cancel")) {
            assertThatThrownBy(() -> client.change(job, verb)).isInstanceOf(ServerProblem.class)
                    .hasMessageContaining("cancelled");
        }
    }

    private String submit(int rows) throws IOException {
        Path csv = Files.write(folder.resolve("rows.csv"), IntStream.range(-1, rows)
                .mapToObj(row -> row < 0 ? "key" : "k" + row).toList());
        String sheet = client.uploadCsv(csv, "rows").path("id").asString();
        var spec = Json.MAPPER.createObjectNode().put("sheet", sheet);
        spec.set("columns", Json.MAPPER.readTree("""
                [{"name": "value", "provider": "slow", "inputs": {"key": "{{key}}"}, "field": "value"}]"""));
        return client.submit(spec).path("id").asString();
    }

    private static List<ProcessHandle> workers() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .sorted().toList();
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
    }
}
