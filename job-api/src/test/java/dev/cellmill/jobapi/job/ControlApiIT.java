package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Tables.DISPATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB_STEP;
import static dev.cellmill.common.db.generated.jobs.Tables.READY;
import static dev.cellmill.common.db.generated.jobs.Tables.REMOVED_JOB;
import static dev.cellmill.common.db.generated.status.Tables.JOB_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.db.RemovedJobs;
import dev.cellmill.common.db.generated.jobs.Sequences;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.JobControl;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.state.JobState;
import dev.cellmill.testkit.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Control of jobs as a client sees it and as workers are told of it; there are none here. */
class ControlApiIT {
    private static RunningJobApi api;

    @BeforeAll
    static void start() {
        api = new RunningJobApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aJobGoesThroughItsStatesAndTheWorkersAreToldOfEachBeforeTheAnswer() {
        String id = submit();

        var paused = change(id, "pause");
        assertThat(paused.at("/state")).isEqualTo("paused");
        assertThat(paused.at("/pauseReason")).isEqualTo("user");
        assertThat(paused.body().path("receipt").propertyNames()).containsExactly("inFlight", "stopped", "remaining",
                "costAtRisk", "unanswered");
        assertThat(paused.body().at("/receipt/remaining").asLong()).isEqualTo(2);
        assertThat(published(id)).extracting(JobControl::state).containsExactly(JobState.PAUSED);

        assertThat(change(id, "resume").at("/state")).isEqualTo("processing");
        double before = cancelledCells();
        var cancelled = change(id, "cancel");
        assertThat(cancelled.at("/state")).isEqualTo("cancelled");
        assertThat(cancelledCells() - before).isEqualTo(2);
        assertThat(cancelled.at("/pauseReason")).isEmpty();
        assertThat(cancelled.at("/endedAt")).isNotEmpty();
        assertThat(published(id)).extracting(JobControl::state)
                .containsExactly(JobState.PAUSED, JobState.PROCESSING, JobState.CANCELLED);
        assertThat(published(id)).extracting(JobControl::version).containsExactly(2L, 3L, 4L);
    }

    @Test
    void aTransitionThatTheStateDoesNotAllowIsRefusedWithBoth() {
        String id = submit();
        var refused = change(id, "resume");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/type")).endsWith("transition-not-allowed");
        assertThat(refused.at("/detail")).contains("processing").contains("paused");
        assertThat(change(UUID.randomUUID().toString(), "pause").status()).isEqualTo(404);
    }

    @Test
    void aJobWhoseLastCellEndedWhileItWasPausedIsCompletedByTheResume() {
        String id = submit();
        change(id, "pause");
        api.db.update(JOB_PROGRESS).set(JOB_PROGRESS.CLOSED, 2L).set(JOB_PROGRESS.ENDED, 2L)
                .where(JOB_PROGRESS.JOB_ID.eq(UUID.fromString(id)))
                .execute();
        assertThat(change(id, "resume").at("/state")).isEqualTo("completed");
    }

    @Test
    void aFailureOfACallThatWasInFlightAtThePauseStopsTheJobAtTheResume() {
        String id = submit("onError: stop");
        change(id, "pause");
        api.db.execute("""
                INSERT INTO status.cell (job_id, row, col, tenant, run, dispatch, step, state, error, attempts,
                    input_tokens, output_tokens, cost, saved, latency_ms, accounts)
                SELECT id, 1, 0, tenant, run, 1, 0, 3, '{"code": "provider.rejected"}', 1, 0, 0, 0, 0, 0, '{}'
                FROM jobs.job WHERE id = {0}""", UUID.fromString(id));

        assertThat(change(id, "resume").at("/state")).isEqualTo("failed");
        assertThat(api.get("/v1/jobs/" + id).at("/error/code")).isEqualTo("provider.rejected");
        assertThat(api.get("/v1/jobs/" + id).at("/error/column")).isEqualTo("country");
    }

    @Test
    void aRetryOfAJobWhoseSheetWasDeletedIsRefused() {
        String job = submit();
        api.db.update(JOB).set(JOB.STATE, "completed").where(JOB.ID.eq(UUID.fromString(job))).execute();
        api.db.execute("DELETE FROM intake.sheet WHERE id = (SELECT sheet_id FROM jobs.job WHERE id = {0})",
                UUID.fromString(job));
        var refused = change(job, "retry-failed");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail")).contains("sheet was deleted");
        assertThat(api.get("/v1/jobs/" + job).at("/state")).isEqualTo("completed");
    }

    @Test
    void aLargerBudgetMovesItsAlertAlong() {
        String id = submit("budget: {maxCost: 1, alertAt: 0.8}");
        api.patch("/v1/jobs/" + id, "{\"budget\": {\"maxCost\": 10}}");
        assertThat(alertOf(id)).isEqualTo(8_000_000_000L);
        String without = submit("budget: {maxCost: 1}");
        api.patch("/v1/jobs/" + without, "{\"budget\": {\"maxCost\": 10}}");
        assertThat(alertOf(without)).isNull();
    }

    private static double cancelledCells() {
        return api.meters().get("cellmill.cells").tag("outcome", "cancelled").counter().count();
    }

    private static @Nullable Long alertOf(String id) {
        return api.db.selectFrom(JOB).where(JOB.ID.eq(UUID.fromString(id))).fetchSingle(JOB.ALERT_COST);
    }

    @Test
    void aChangeByOneThatDiedOverItIsPublishedByAnother() {
        String id = submit();
        api.db.update(JOB).set(JOB.STATE, "cancelled").set(JOB.VERSION, 5L).where(JOB.ID.eq(UUID.fromString(id)))
                .execute();
        await().untilAsserted(() -> assertThat(published(id)).extracting(JobControl::version).containsExactly(5L));
    }

    /** Kafka still has what was published after the backup, and of a job workers heed the highest version alone. */
    @Test
    void afterARestoreWorkersAreToldAnewOfOpenJobsAndHeedWhatBecomesOfAny() throws IOException {
        String open = submit();
        change(open, "pause");
        change(open, "cancel");
        String ended = submit();
        change(ended, "cancel");
        long runBefore = api.db.nextval(Sequences.RUN);
        // as they stood in the backup
        api.db.update(JOB).set(JOB.STATE, "processing").set(JOB.VERSION, 1L).set(JOB.PUBLISHED, 1L)
                .set(JOB.ENDED_AT, (OffsetDateTime) null).where(JOB.ID.eq(UUID.fromString(open))).execute();

        api.db.execute(Files.readString(Path.of("../infra/compose/postgres/after-restore.sql")));

        await().untilAsserted(() -> assertThat(published(open).getLast().state()).isEqualTo(JobState.PROCESSING));
        change(open, "pause");
        assertThat(published(open).getLast().state()).isEqualTo(JobState.PAUSED);
        assertThat(published(open)).extracting(JobControl::version).isSorted().doesNotHaveDuplicates();
        var one = api.db.selectFrom(JOB).where(JOB.ID.eq(UUID.fromString(ended))).fetchSingle();
        assertThat(one.get(JOB.VERSION)).isGreaterThan(published(ended).getLast().version())
                .isEqualTo(one.get(JOB.PUBLISHED));
        assertThat(api.db.nextval(Sequences.RUN)).isBetween(runBefore + 1_000_000, CellAccount.MAX_RUN);
    }

    @Test
    void whatIsPatchedIsChangedAndTheRestStays() {
        String id = submit();
        var answer = api.patch("/v1/jobs/" + id, """
                {"concurrency": 3, "labels": {"team": "ops"}}""");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/labels/team")).isEqualTo("ops");
        assertThat(answer.at("/spec/concurrency")).isEqualTo("3");
        var job = api.db.selectFrom(JOB).where(JOB.ID.eq(UUID.fromString(id))).fetchSingle();
        assertThat(job.get(JOB.CONCURRENCY)).isEqualTo(3);
        assertThat(job.get(JOB.PRIORITY)).isEqualTo("normal");
    }

    @Test
    void aPatchThatIsWrongNamesThePlaceAndChangesNothing() {
        String id = submit();
        var answer = api.patch("/v1/jobs/" + id, """
                {"priority": "low", "concurrency": 0}""");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/pointer")).isEqualTo("/concurrency");
        assertThat(api.patch("/v1/jobs/" + id, "{\"prioritie\": \"low\"}").at("/detail")).contains("priority");
        assertThat(api.get("/v1/jobs/" + id).body().at("/spec").has("priority")).isFalse();
        change(id, "cancel");
        assertThat(api.patch("/v1/jobs/" + id, "{\"priority\": \"low\"}").status()).isEqualTo(409);
    }

    @Test
    void aDeletedJobIsGoneAtOnceAndWhatIsLeftOfItFollows() {
        String body = """
                name: doomed
                sheet: %s
                columns:
                  - {name: country, provider: phone, inputs: {phone: "{{phone}}"}, field: country}
                """.formatted(api.sheet(List.of("phone"), "[\"1\"]"));
        String id = api.postYaml("/v1/jobs", body, "Idempotency-Key", "doomed").at("/id");
        var open = delete(id);
        assertThat(open.status()).isEqualTo(409);
        assertThat(open.at("/type")).endsWith("transition-not-allowed");
        assertThat(open.at("/detail")).contains("processing").contains("cancelled");
        change(id, "cancel");
        api.db.execute("INSERT INTO jobs.ready (job_id, row, col, tenant, lane, run, dispatch, step)"
                + " SELECT {0}, i, 0, 'default', 'local', 1, 1, 0 FROM generate_series(1, 5000) AS i",
                UUID.fromString(id));

        assertThat(delete(id).status()).isEqualTo(204);

        var gone = api.get("/v1/jobs/" + id);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.raw().body()).isEqualTo(api.get("/v1/jobs/" + UUID.randomUUID()).raw().body())
                .isEqualTo(delete(id).raw().body());
        assertThat(api.get("/v1/jobs?limit=1000").raw().body()).doesNotContain(id);
        assertThat(change(id, "retry-failed").status()).isEqualTo(404);
        String second = api.postYaml("/v1/jobs", body, "Idempotency-Key", "doomed").at("/id");
        assertThat(second).as("its key is free").isNotEmpty().isNotEqualTo(id);
        await().untilAsserted(() -> assertThat(left(id)).isZero());
        await().untilAsserted(() -> assertThat(removed(id, "cleared")).isTrue());
        assertThat(published(id).getLast()).isEqualTo(new JobControl(new JobId(UUID.fromString(id)), 3,
                JobState.CANCELLED));

        api.db.execute("UPDATE jobs.removed_job SET removed_at = now() - interval '25 hours' WHERE job_id = {0}",
                UUID.fromString(id));
        // as status-service does then
        api.db.execute("DELETE FROM status.job_progress WHERE job_id = {0}", UUID.fromString(id));
        await("for it to be forgotten").until(() -> !removed(id, "true"));
        assertThat(left(second)).isPositive();
    }

    @Test
    void whoWroteForAJobThatWasThereIsWaitedFor() throws SQLException {
        String id = submit();
        change(id, "cancel");
        try (Connection other = api.database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            DSL.using(other).execute("INSERT INTO jobs.ready (job_id, row, col, tenant, lane, run, dispatch, step)"
                    + " VALUES ({0}, 1, 0, 'default', 'local', 1, 1, 0)", UUID.fromString(id));
            assertThat(delete(id).status()).isEqualTo(204);
            await().untilAsserted(() -> assertThat(removed(id, "horizon IS NOT NULL")).isTrue());
            assertThat(RemovedJobs.ready(JdbcClient.create(api.database.dataSource())))
                    .doesNotContain(UUID.fromString(id));
            other.commit();
        }
        await().untilAsserted(() -> assertThat(left(id)).isZero());
        await().untilAsserted(() -> assertThat(removed(id, "cleared")).isTrue());
    }

    @Test
    void aJobStaysUntilItsBatchHasWrittenItsResults() {
        String id = submit();
        change(id, "cancel");
        api.db.execute("""
                INSERT INTO jobs.batch (id, tenant, endpoint, completion_window, input_file, status, job_id, created_at,
                    expires_at, leased_until)
                VALUES ({0}, 'default', '/v1/embeddings', '24h', {0}, 'cancelling', {0}, now(), now(),
                    now() + interval '1 hour')""", UUID.fromString(id));
        assertThat(delete(id).status()).isEqualTo(409);
        assertThat(delete(id).at("/detail")).contains("batch");

        api.db.execute("UPDATE jobs.batch SET status = 'cancelled' WHERE id = {0}", UUID.fromString(id));
        assertThat(delete(id).status()).isEqualTo(204);
        assertThat(api.db.fetchValue("SELECT job_id FROM jobs.batch WHERE id = {0}", UUID.fromString(id))).isNull();
    }

    private static RunningJobApi.Answer delete(String id) {
        return api.ask(null, "DELETE", "/v1/jobs/" + id, null);
    }

    private static int left(String id) {
        return Stream.of(READY, DISPATCH, JOB_STEP).mapToInt(
                table -> api.db.fetchCount(table, table.field("job_id", UUID.class).eq(UUID.fromString(id)))).sum();
    }

    private static boolean removed(String id, String condition) {
        return api.db.fetchExists(REMOVED_JOB, REMOVED_JOB.JOB_ID.eq(UUID.fromString(id)).and(condition));
    }

    private static String submit() {
        return submit("");
    }

    private static String submit(String more) {
        return api.postYaml("/v1/jobs", """
                %s
                sheet: %s
                columns:
                  - {name: country, provider: phone, inputs: {phone: "{{phone}}"}, field: country}
                """.formatted(more, api.sheet(List.of("phone"), "[\"1\"]", "[\"2\"]"))).at("/id");
    }

    private static RunningJobApi.Answer change(String id, String verb) {
        return api.post("/v1/jobs/" + id + "/" + verb, "application/json", "");
    }

    /** What stands on the control topic of the job, in order. */
    private static List<JobControl> published(String id) {
        Map<String, Object> settings = Map.of("bootstrap.servers", Backends.kafkaBootstrap());
        var control = new TopicPartition(Topics.CONTROL, 0);
        var all = new ArrayList<JobControl>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(control));
            consumer.seekToBeginning(List.of(control));
            long end = consumer.endOffsets(List.of(control)).get(control);
            while (consumer.position(control) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> {
                    if (message.value() != null && Messages.readControl(message.value()) instanceof JobControl job
                            && job.key().equals(id)) {
                        all.add(job);
                    }
                });
            }
        }
        return all;
    }
}
