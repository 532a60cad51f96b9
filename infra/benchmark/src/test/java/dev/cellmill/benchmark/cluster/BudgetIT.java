package dev.cellmill.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Jobs that want more than their budget, over three worker processes and a provider that fails, loses answers and charges
 * for them; in every second one a worker is killed. What was spent is judged by the provider's own bill.
 */
class BudgetIT {
    private static final int ROUNDS = Integer.getInteger("cellmill.budget.rounds", 2);
    private static final long SEED = Long.getLong("cellmill.budget.seed", 7);
    private static final int WORKERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /**
     * {@code lose} does the work and bills it, and the answer never comes. Few 429s: each stops the whole cluster for the
     * second that the provider asks for.
     */
    private static final List<String> PROVIDER = List.of("--latency", "5-40", "--failures",
            "500:0.03,429:0.003,503:0.047,drop:0.02,lose:0.02", "--input-tokens", "100-500", "--output-tokens", "5-50",
            "--input-price", "1", "--output-price", "2", "--without-usage", "0.02");
    private static final String PROVIDERS = """
            providers:
              model:
                kind: openai
                baseUrl: %s/v1
                models: {m: {inputPerMillion: 1.00, outputPerMillion: 2.00, maxTokens: 50}}
                limits: {concurrency: 16, timeout: 10s}
                cache: {mode: none}
            """;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** What the longest prompt here and its request come to at most, in bytes; and what a repair adds. */
    private static final int REQUEST = 1_000;
    private static final int REPAIR = 2_048;
    /** Of one answered call here, in millionths of a dollar: 300 tokens in, 27 out. */
    private static final int USUAL = 354;

    @TempDir
    private Path folder;

    /** A job's terms, drawn at random. */
    private record Terms(int maxTokens, int attempts, int concurrency, int promptLength) {

        static Terms draw(Random random) {
            return new Terms(50 + random.nextInt(100), 1 + random.nextInt(3), 5 + random.nextInt(40),
                    random.nextInt(400));
        }

        /** At least what one cell can cost, in millionths of a dollar. */
        int worst() {
            int attempt = REQUEST + 2 * maxTokens;
            return attempt + (attempts - 1) * (attempt + maxTokens + REPAIR);
        }

        /** Of which one cell is less than 2 %. */
        BigDecimal budget() {
            return BigDecimal.valueOf(55L * worst()).divide(MILLION);
        }

        /** More than the budget can pay for. */
        int rows() {
            return (int) (55L * worst() * 1.5 / USUAL);
        }
    }

    @Test
    void neverSpendsMoreThanItsBudgetNorLeavesMuchOfItUnspent() throws Exception {
        var random = new Random(SEED);
        try (var cluster = Cluster.start(folder, WORKERS, PROVIDER, PROVIDERS::formatted)) {
            for (int round = 0; round < ROUNDS; round++) {
                run(cluster, Terms.draw(random), round % 2 == 1, "round " + round + " of seed " + SEED);
            }
        }
    }

    private void run(Cluster cluster, Terms terms, boolean kills, String round) throws Exception {
        CellmillClient client = cluster.client();
        long billedBefore = billed(cluster);
        String job = submit(client, terms);
        if (kills) {
            long before = cluster.provider().count();
            await(round).atMost(PATIENCE).until(() -> cluster.provider().count() > before + 40);
            cluster.workers().getFirst().destroyForcibly();
        }
        await(round).atMost(PATIENCE).until(() -> client.job(job).path("state").asString().equals("paused"));

        JsonNode status = client.status(job);
        BigDecimal spent = status.at("/cost/spent").decimalValue();
        BigDecimal bill = BigDecimal.valueOf(billed(cluster) - billedBefore, 9);
        String figures = "%s, %s: budget %s, spent %s, billed %s, %s".formatted(round, terms, terms.budget(), spent,
                bill,
                status);
        System.out.printf("%s: budget %s, spent %s (%s %%), billed %s%n", round, terms.budget(), spent,
                spent.movePointRight(2).divide(terms.budget(), 1, RoundingMode.DOWN), bill);
        assertThat(client.job(job).path("pauseReason").asString()).as(figures).isEqualTo("budget");
        assertThat(status.at("/cost/budget").decimalValue()).as(figures).isEqualByComparingTo(terms.budget());
        assertThat(status.at("/cost/reserved").decimalValue()).as(figures).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(spent).as(figures).isLessThanOrEqualTo(terms.budget());
        assertThat(bill).as(figures).isLessThanOrEqualTo(spent);
        assertThat(spent).as(figures).isGreaterThanOrEqualTo(terms.budget().multiply(new BigDecimal("0.95")));
        assertThat(client.audit(job).path("equal").asBoolean()).as(figures).isTrue();
        client.change(job, "cancel");
    }

    private String submit(CellmillClient client, Terms terms) throws IOException {
        Path csv = Files.write(folder.resolve("rows.csv"), Stream.concat(Stream.of("key"),
                IntStream.range(0, terms.rows()).mapToObj(row -> "k" + row)).toList());
        var spec = Json.MAPPER.createObjectNode().put("concurrency", terms.concurrency())
                .put("sheet", client.uploadCsv(csv, "rows").path("id").asString());
        spec.putObject("budget").put("maxCost", terms.budget());
        spec.putObject("retry").put("maxAttempts", terms.attempts()).put("baseDelay", "10ms");
        spec.putArray("columns").addObject().put("name", "value")
                .put("prompt", "{{key}} " + "x".repeat(terms.promptLength()))
                .putArray("steps").addObject().put("provider", "model").put("maxTokens", terms.maxTokens());
        return client.submit(spec).path("id").asString();
    }

    private static long billed(Cluster cluster) throws IOException, InterruptedException {
        return cluster.provider().summary().path("priceNanoDollars").asLong();
    }
}
