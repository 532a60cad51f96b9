package dev.cellmill.jobapi.batch;

import static dev.cellmill.common.db.generated.intake.Tables.FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.jobapi.job.RunningJobApi;
import dev.cellmill.jobapi.job.RunningJobApi.Answer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How a batch ends, step by step: rounds are an hour apart here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchSettleIT {
    private static final int LONGEST_CELL = 1_024;

    private RunningJobApi api;
    private BatchWork work;
    private SettleBatch settle;

    @BeforeAll
    void start() {
        api = new RunningJobApi("cellmill.batches.interval=1h", "cellmill.batches.at-once=1",
                "cellmill.batches.cancel-grace=0s", "cellmill.files.chunk-age=1ms", "cellmill.sheets.max-cell=1KB");
        work = api.part(BatchWork.class);
        settle = api.part(SettleBatch.class);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    /** Of a test that failed something may wait, and would be claimed in the next. */
    @BeforeEach
    void forget() {
        api.db.execute("UPDATE jobs.batch SET status = 'completed'");
    }

    private record Made(UUID id, String sheet, String job) {
        private String path() {
            return "/v1/batches/" + new BatchId(id);
        }
    }

    @Test
    void rowsAppendedToABatchsSheetAreNoneOfIts() throws Exception {
        Made batch = batch(2);
        assertThat(api.ask(null, "POST", "/v1/sheets/%s/rows".formatted(batch.sheet()),
                "[{\"custom_id\": \"appended\", \"body\": \"{}\"}, {\"body\": \"{}\"}]").status()).isEqualTo(200);
        answered(batch, 0, 1);
        ended(batch);

        assertThat(settle.settle(claim(() -> false))).isEqualTo(Duration.ZERO);
        assertThat(lines(batch, "output_file")).containsExactly("r0", "r1");
        assertThat(lines(batch, "error_file")).isEmpty();
        assertThat(api.ask(null, "POST", batch.path() + "/sheet", null).at("/rowCount")).isEqualTo("2");
    }

    @Test
    void aJobThatIsRunAgainWhileItsFilesAreWrittenIsWaitedFor() throws Exception {
        Made batch = batch(2);
        answered(batch, 0);
        ended(batch);
        Duration rest = settle(() -> api.db.execute(
                """
                UPDATE jobs.job SET state = 'processing', run = nextval('jobs.run'), ended_at = NULL WHERE id = ?::uuid""",
                batch.job()));

        assertThat(rest).isPositive();
        assertThat(status(batch)).isEqualTo("finalizing");
        assertThat(api.db.fetchCount(FILE, FILE.FILENAME.startsWith(new BatchId(batch.id()).toString())))
                .as("half a file").isZero();

        answered(batch, 1);
        ended(batch);
        assertThat(settle.settle(claim(() -> false))).isEqualTo(Duration.ZERO);
        assertThat(status(batch)).isEqualTo("completed");
        assertThat(lines(batch, "output_file")).containsExactly("r0", "r1");
    }

    @Test
    void soIsOneThatHasEndedOnceMoreByThen() throws Exception {
        Made batch = batch(1);
        ended(batch);
        assertThat(settle(() -> {
            answered(batch, 0);
            api.db.execute("UPDATE jobs.job SET run = nextval('jobs.run') WHERE id = ?::uuid", batch.job());
        })).isPositive();
        assertThat(settle.settle(claim(() -> false))).isEqualTo(Duration.ZERO);
        assertThat(lines(batch, "output_file")).containsExactly("r0");
        assertThat(lines(batch, "error_file")).isEmpty();
    }

    @Test
    void theFileThatGetsNoLineIsKeptAliveWhileTheOtherIsWritten() throws Exception {
        int requests = 20;
        Made batch = batch(requests);
        // the first has failed, for it never came to an end
        answered(batch, IntStream.range(1, requests).toArray());
        ended(batch);
        var cell = new AtomicInteger();
        assertThat(settle.settle(claim(() -> {
            if (cell.incrementAndGet() == 10) {
                long now = System.nanoTime();
                api.db.execute("UPDATE intake.file SET written_at = now() - interval '1 day' WHERE state = 'loading'");
                await().until(() -> System.nanoTime() - now > Duration.ofMillis(1).toNanos());
            } else if (cell.get() == requests) {
                assertThat(api.db.fetchValue("""
                        SELECT count(*) FROM intake.file
                        WHERE state = 'loading' AND written_at > now() - interval '1 hour'""")).isEqualTo(2L);
            }
            return false;
        }))).isEqualTo(Duration.ZERO);
        assertThat(lines(batch, "output_file")).hasSize(requests - 1);
        assertThat(lines(batch, "error_file")).containsExactly("r0");
    }

    @Test
    void neitherACancelledBatchNorOneWhoseTimeIsOverWaitsForAHandBeforeItCostsNoMore() throws Exception {
        Made cancelled = batch(2);
        Made expired = batch(2);
        var rounds = api.part(BatchRounds.class);
        UUID held = UUID.randomUUID();
        try (Connection holding = api.database.dataSource().getConnection()) {
            holding.setAutoCommit(false);
            DSL.using(holding).execute("LOCK TABLE intake.file_chunk");
            validating(held);
            rounds.soon();
            await().until(() -> value("worker", held) != null);

            assertThat(api.ask(null, "POST", cancelled.path() + "/cancel", null).at("/status")).isEqualTo("cancelling");
            assertThat(state(cancelled)).isEqualTo("cancelled");
            api.db.execute("UPDATE jobs.batch SET expires_at = now() WHERE id = ?", expired.id());
            rounds.soon();
            await().until(() -> state(expired).equals("cancelled"));
            assertThat(value("status", held)).isEqualTo("validating");
            api.db.execute("DELETE FROM jobs.batch WHERE id = ?", held);
            holding.commit();
        }
        await().until(() -> {
            rounds.soon();
            return status(cancelled).equals("cancelled") && status(expired).equals("expired");
        });
        assertThat(lines(cancelled, "error_file")).containsExactly("r0", "r1");
    }

    @Test
    void anAnswerThatNoCellHoldsCostsTheOthersOfASheetNothing() throws Exception {
        Made batch = batch(4);
        cell(batch, 0, answer("a\\u0000b"));
        cell(batch, 1, answer("\\b".repeat(LONGEST_CELL / 2 - 1)));
        cell(batch, 2, answer("x".repeat(LONGEST_CELL - 1)));
        cell(batch, 3, answer("good"));
        Answer made = api.ask(null, "POST", batch.path() + "/sheet", null);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(api.db.fetch("SELECT input::text FROM intake.sheet_row WHERE sheet_id = '%s' ORDER BY row"
                .formatted(made.at("/id"))).getValues(0, String.class))
                .containsExactly("[\"r0\", \"a\uFFFDb\", null]",
                        "[\"r1\", \"%s\", null]".formatted("\\b".repeat(LONGEST_CELL / 2 - 1)),
                        "[\"r2\", null, \"the content has 1,025 bytes, and a cell of a sheet 1,024 at most; the batch's output file has it\"]",
                        "[\"r3\", \"good\", null]");
        api.db.execute("UPDATE jobs.batch SET status = 'completed' WHERE id = ?", batch.id());
    }

    @Test
    void whatAValidationThatDiedHasLeftIsTakenAwayThoughTheFileTurnsOutBad() throws Exception {
        String sheet = api.ask(null, "POST", "/v1/sheets", "[{\"a\": 1}]").at("/id");
        UUID batch = UUID.randomUUID();
        UUID file = validating(batch);
        api.db.execute("UPDATE jobs.batch SET sheet_id = ?::uuid WHERE id = ?", sheet, batch);
        content(file, "no batch\n");
        validate();
        assertThat(value("status", batch)).isEqualTo("failed");
        assertThat(api.ask(null, "GET", "/v1/sheets/" + sheet, null).status()).isEqualTo(404);
    }

    @Test
    void aFileWhoseTimeIsOverWhileItsBatchWaitsIsValidatedAllTheSame() throws Exception {
        UUID batch = UUID.randomUUID();
        UUID file = validating(batch);
        api.db.execute("UPDATE intake.file SET expires_at = now() - interval '1 minute' WHERE id = ?", file);
        content(file, "no batch\n");
        validate();
        assertThat(value("errors ->> 0", batch)).contains("invalid_json_line");
    }

    private void validate() throws Exception {
        api.part(ValidateBatch.class).validate(claim(() -> false));
    }

    private void content(UUID file, String text) {
        api.db.execute("INSERT INTO intake.file_chunk (file_id, start, tenant, content) VALUES (?, 0, 'default', ?)",
                file,
                text.getBytes(StandardCharsets.UTF_8));
        api.db.execute("UPDATE intake.file SET byte_count = ? WHERE id = ?", text.length(), file);
    }

    /** One whose file is there, but its content. */
    private UUID validating(UUID id) {
        UUID file = UUID.randomUUID();
        api.db.execute("""
                INSERT INTO intake.file (id, tenant, filename, purpose, byte_count, state, written_at, created_at)
                VALUES (?, 'default', 'held', 'batch', 10, 'ready', now(), now())""", file);
        api.db.execute(
                """
                INSERT INTO jobs.batch (id, tenant, endpoint, completion_window, input_file, status, created_at, expires_at)
                VALUES (?, 'default', '/v1/chat/completions', '24h', ?, 'validating', now(), now() + interval '1 day')""",
                id, file);
        return file;
    }

    private String state(Made batch) {
        return api.ask(null, "GET", "/v1/jobs/" + batch.job(), null).at("/state");
    }

    /** @param meanwhile done once, when the cells are about to be written */
    private Duration settle(Runnable meanwhile) throws Exception {
        var cells = new AtomicInteger();
        BatchWork.Lease lease = claim(() -> {
            if (cells.incrementAndGet() == 1) {
                meanwhile.run();
            }
            return false;
        });
        Duration rest = settle.settle(lease);
        lease.leave(Duration.ZERO);
        return rest;
    }

    private BatchWork.Lease claim(BooleanSupplier stopping) {
        work.advance();
        return work.claim(stopping).orElseThrow();
    }

    /** One whose job runs, and gets no further: there are no workers. */
    private Made batch(int requests) {
        String rows = IntStream.range(0, requests).mapToObj("{\"custom_id\": \"r%d\", \"body\": \"{}\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        String sheet = api.ask(null, "POST", "/v1/sheets", rows).at("/id");
        Answer job = api.ask(null, "POST", "/v1/jobs", """
                {"sheet": "%s", "columns": [
                    {"name": "response", "provider": "phone", "inputs": {"phone": "{{body}}"}, "field": "country"}]}"""
                .formatted(sheet));
        assertThat(job.status()).as(job.body().toString()).isEqualTo(202);
        UUID id = BatchId.next().value();
        api.db.execute("""
                INSERT INTO jobs.batch (id, tenant, endpoint, completion_window, input_file, status, total, sheet_id, job_id,
                    created_at, expires_at)
                VALUES (?, 'default', '/v1/chat/completions', '24h', ?, 'in_progress', ?, ?::uuid, ?::uuid, now(),
                    now() + interval '1 day')""", id, UUID.randomUUID(), requests, sheet, job.at("/id"));
        return new Made(id, sheet, job.at("/id"));
    }

    private void answered(Made batch, int... rows) {
        for (int row : rows) {
            cell(batch, row, answer("yes"));
        }
    }

    private static String answer(String content) {
        return "{\"choices\": [{\"message\": {\"content\": \"%s\"}}]}".formatted(content);
    }

    private void cell(Made batch, int row, String answer) {
        api.db.execute("""
                INSERT INTO status.cell (job_id, row, col, tenant, run, dispatch, step, state, value, attempts, input_tokens,
                    output_tokens, cost, saved, latency_ms, accounts)
                SELECT id, ?, 0, tenant, run, 0, 0, 2, to_jsonb(?::text), 1, 0, 0, 0, 0, 0, '{}' FROM jobs.job
                WHERE id = ?::uuid""", row, answer, batch.job());
    }

    private void ended(Made batch) {
        api.db.execute("UPDATE jobs.job SET state = 'completed', ended_at = now() WHERE id = ?::uuid", batch.job());
    }

    private String status(Made batch) {
        return value("status", batch.id());
    }

    private String value(String column, UUID batch) {
        return api.db.fetchSingle("SELECT %s FROM jobs.batch WHERE id = ?".formatted(column), batch).get(0,
                String.class);
    }

    /** The custom ids of a file's lines. */
    private List<String> lines(Made batch, String file) {
        String text = api.db.fetchSingle("""
                SELECT coalesce(convert_from(string_agg(content, ''::bytea ORDER BY start), 'UTF8'), '') FROM intake.file_chunk
                WHERE file_id = (SELECT %s FROM jobs.batch WHERE id = ?)""".formatted(file), batch.id())
                .get(0, String.class);
        return text.lines().map(line -> Json.MAPPER.readTree(line).path("custom_id").asString()).toList();
    }
}
