package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.WorkerPing;
import dev.cellmill.common.plan.StepFingerprint;
import dev.cellmill.common.state.CellState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.ProducerFactory;

@Timeout(120)
class LaneSchedulerIT {
    private static final String SENT = "SELECT sent FROM jobs.job WHERE id = :job";
    private static final String UNCLEARED = """
            SELECT count(*) FROM jobs.dispatch WHERE job_id = :job AND claimed_from IS NOT NULL
            """;
    private static final String READY = "SELECT count(*) FROM jobs.ready WHERE job_id = :job";

    private static final ProducerFactory<byte[], byte[]> NOWHERE = () -> new MockProducer<>(true, null,
            new ByteArraySerializer(), new ByteArraySerializer());

    private final Mill mill = new Mill();
    private final String lane = Mill.newLane();
    private final TaskLog<CellTask> tasks = TaskLog.of(lane);

    @AfterEach
    void close() {
        mill.close();
        tasks.close();
    }

    private static Set<List<Integer>> places(List<CellTask> tasks) {
        var places = new HashSet<List<Integer>>();
        tasks.forEach(task -> places.add(List.of(task.cell().row(), task.cell().column())));
        return places;
    }

    @Test
    void sendsEveryCellWithTheValuesItRefersTo() {
        mill.schedule();
        var sheet = mill.sheet(50);
        JobId job = mill.job(sheet, 50, Mill.column(0, "a", lane), Mill.column(1, "b", lane));

        List<CellTask> sent = tasks.await(all -> assertThat(all).hasSize(100));

        assertThat(places(sent)).hasSize(100);
        CellTask task = sent.stream().filter(one -> one.cell().row() == 7 && one.cell().column() == 1).findFirst()
                .orElseThrow();
        assertThat(task.cell()).isEqualTo(new CellAddress(task.cell().tenant(), sheet, job, 7, 1, "b"));
        assertThat(task.inputs()).isEqualTo(Map.of("name", "name 7", "phone", "1007"));
        assertThat(task.version()).isEqualTo(7);
        assertThat(task.position().dispatch()).isEqualTo(1);
        assertThat(task.resent()).isFalse();
        assertThat(task.fingerprint()).isEqualTo(new StepFingerprint(task.cell().tenant(),
                Mill.step(lane, "name", "phone"), dev.cellmill.common.plan.OutputType.TEXT, Map.of())
                .of(task.inputs()));
        await().until(() -> mill.number(UNCLEARED, job) == 0);
        assertThat(mill.number(SENT, job)).isEqualTo(100);
    }

    @Test
    void aTaskCarriesWhatTheLaterStepsOfItsColumnReferTo() {
        mill.schedule();
        mill.job(mill.sheet(1), 1,
                Mill.column(0, "a", List.of(), 0, Mill.step(lane, "phone"), Mill.step(Mill.newLane(), "name")));

        CellTask task = tasks.await(all -> assertThat(all).hasSize(1)).getFirst();
        assertThat(task.inputs()).isEqualTo(Map.of("name", "name 0", "phone", "1000"));
        assertThat(task.fingerprint()).isEqualTo(new StepFingerprint(task.cell().tenant(), Mill.step(lane, "phone"),
                dev.cellmill.common.plan.OutputType.TEXT, Map.of()).of(Map.of("phone", "1000")));
    }

    @Test
    void nothingIsClaimedOverAClaimThatIsNotSettled() throws Exception {
        JobId job = mill.job(mill.sheet(20), 20, Mill.column(0, "a", lane));
        mill.ready(job, 3, 0, lane, 2);
        mill.ready(job, 4, 0, lane, 2);
        try (var session = mill.lockedSession(lane)) {
            var claims = new Claims(session.sql(), lane);
            assertThat(claims.ofCursor(job, row -> row, 5)).isPresent();
            assertThat(claims.ofCursor(job, row -> row, 5)).isEmpty();
            assertThat(claims.ofReady(job, 1)).isPresent();
            assertThat(claims.ofReady(job, 1)).isEmpty();
            claims.settle(List.of(job));
            assertThat(claims.ofCursor(job, row -> row, 5).orElseThrow().cells().getFirst().row()).isEqualTo(5);
            assertThat(claims.ofReady(job, 1).orElseThrow().cells().getFirst().row()).isEqualTo(4);
        }
    }

    @Test
    void aResendThatFailsKeepsItsClaimAndTheJobGetsNoMore() throws Exception {
        JobId job = mill.job(mill.sheet(20), 20, Mill.column(0, "a", lane));
        ProducerFactory<byte[], byte[]> broken = () -> {
            throw new IllegalArgumentException("no producer can be made");
        };
        try (var session = mill.lockedSession(lane)) {
            new Claims(session.sql(), lane).ofCursor(job, row -> row, 15);
            new LaneTick(lane, session, mill.parts(broken, new LiveWorkers(System::nanoTime)), new StopSignal())
                    .tick();
        }
        assertThat(mill.number(SENT, job)).isEqualTo(15);
        mill.schedule();
        assertThat(places(tasks.await(all -> assertThat(all).hasSize(20)))).hasSize(20);
    }

    @Test
    void keepsAWindowInFlightAndRefillsItAsItDrains() {
        mill.schedule();
        JobId job = mill.job(mill.sheet(2_000), 2_000, Mill.column(0, "a", lane));
        assertThat(tasks.await(all -> assertThat(all).hasSizeGreaterThanOrEqualTo(192))).hasSize(192);
        await().during(Duration.ofMillis(300)).until(() -> tasks.next().isEmpty());

        mill.gone(job, lane, 192);

        tasks.await(all -> assertThat(all).hasSizeGreaterThan(384));
        assertThat(places(tasks.await(all -> {
            mill.gone(job, lane, (int) (mill.number(SENT, job) - mill.number(
                    "SELECT closed FROM status.job_progress WHERE job_id = :job", job)));
            assertThat(all).hasSize(2_000);
        }))).hasSize(2_000);
    }

    @Test
    void aClaimIsCommittedBeforeAnythingOfItIsSent() throws Exception {
        JobId job = mill.job(mill.sheet(10), 10, Mill.column(0, "a", lane));
        var sentAtSend = new java.util.concurrent.atomic.AtomicLong(-1);
        var producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public java.util.concurrent.Future<org.apache.kafka.clients.producer.RecordMetadata> send(
                    org.apache.kafka.clients.producer.ProducerRecord<byte[], byte[]> message,
                    org.apache.kafka.clients.producer.Callback callback) {
                sentAtSend.set(mill.number(SENT, job) * 10 + mill.number(UNCLEARED, job));
                return super.send(message, callback);
            }
        };
        ProducerFactory<byte[], byte[]> factory = () -> producer;
        try (var session = mill.lockedSession(lane)) {
            new LaneTick(lane, session, mill.parts(factory, new LiveWorkers(System::nanoTime)), new StopSignal())
                    .tick();
        }
        assertThat(sentAtSend.get()).isEqualTo(10 * 10 + 1);
        assertThat(mill.number(UNCLEARED, job)).isZero();
    }

    @Test
    void aRangeClaimedByOneThatDiedIsSentAgainAndSaysSo() throws Exception {
        JobId job = mill.job(mill.sheet(20), 20, Mill.column(0, "a", lane), Mill.column(1, "b", lane));
        try (var session = mill.lockedSession(lane)) {
            assertThat(new Claims(session.sql(), lane).ofCursor(job, row -> row, 15)).isPresent();
        }

        mill.schedule();

        List<CellTask> sent = tasks.await(all -> assertThat(all).hasSize(40));
        assertThat(places(sent)).hasSize(40);
        assertThat(sent.stream().filter(CellTask::resent))
                .allMatch(task -> task.cell().row() * 2 + task.cell().column() < 15).hasSize(15);
        assertThat(mill.number(SENT, job)).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled"})
    void whatWasClaimedOfAJobThatWasThenStoppedIsSentForTheWorkersToGiveBack(String state) throws Exception {
        JobId job = mill.job(mill.sheet(20), 20, Mill.column(0, "a", lane));
        try (var session = mill.lockedSession(lane)) {
            assertThat(new Claims(session.sql(), lane).ofCursor(job, row -> row, 15)).isPresent();
        }
        mill.sql().sql("UPDATE jobs.job SET state = :state, version = 5 WHERE id = :job").param("state", state)
                .param("job", job.value()).update();

        mill.schedule();

        List<CellTask> sent = tasks.await(all -> assertThat(all).hasSize(15));
        assertThat(sent).allMatch(task -> task.resent() && task.version() == 0);
        assertThat(mill.number(SENT, job)).isEqualTo(15);
    }

    @Test
    void readyCellsClaimedByOneThatDiedAreSentAgainThenRemoved() throws Exception {
        JobId job = mill.job(mill.sheet(3), 0, Mill.column(0, "a", lane));
        mill.ready(job, 1, 0, lane, 2);
        mill.ready(job, 2, 0, lane, 1);
        try (var session = mill.lockedSession(lane)) {
            assertThat(new Claims(session.sql(), lane).ofReady(job, 1)).isPresent();
        }

        mill.schedule();

        List<CellTask> sent = tasks.await(all -> assertThat(all).hasSize(2));
        assertThat(sent).filteredOn(CellTask::resent).singleElement().satisfies(task -> {
            assertThat(task.cell().row()).isEqualTo(1);
            assertThat(task.position().dispatch()).isEqualTo(2);
        });
        await().until(() -> mill.number(READY, job) == 0);
        assertThat(mill.number(SENT, job)).isEqualTo(2);
    }

    @Test
    void cellsMadeReadyGoFirst() throws Exception {
        JobId job = mill.job(mill.sheet(5_000), 5_000, Mill.column(0, "a", lane));
        for (int row = 4_000; row < 4_100; row++) {
            mill.ready(job, row, 0, lane, 2);
        }
        try (var session = mill.lockedSession(lane)) {
            new LaneTick(lane, session, mill.parts(), new StopSignal()).tick();
        }
        assertThat(tasks.await(all -> assertThat(all).hasSize(100)))
                .allMatch(task -> task.position().dispatch() == 2);
    }

    @Test
    void concurrencyHoldsOverLanesEvenWhereARowIsWider() {
        String other = Mill.newLane();
        JobId job = mill.draft(mill.sheet(20), 20, Mill.column(0, "a", lane), Mill.column(1, "b", lane),
                Mill.column(2, "c", lane), Mill.column(3, "d", other), Mill.column(4, "e", other))
                .concurrency(2).submit();
        mill.schedule();
        var lanes = Map.of(lane, tasks, other, TaskLog.of(other));
        var left = new HashMap<>(Map.of(lane, 60, other, 40));
        int open = 0;
        while (left.values().stream().anyMatch(count -> count > 0)) {
            Map<String, Integer> came = new HashMap<>();
            lanes.forEach((name, log) -> came.put(name, log.next().size()));
            open += came.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(open).isLessThanOrEqualTo(2);
            for (var entry : came.entrySet()) {
                if (entry.getValue() > 0) {
                    open -= entry.getValue();
                    left.merge(entry.getKey(), -entry.getValue(), Integer::sum);
                    mill.gone(job, entry.getKey(), entry.getValue());
                }
            }
        }
        lanes.get(other).close();
        assertThat(mill.number(SENT, job)).isEqualTo(100);
    }

    @Test
    void twoSchedulersSendEveryCellOnce() {
        String other = Mill.newLane();
        mill.schedule();
        mill.schedule();
        JobId job = mill.job(mill.sheet(150), 150, Mill.column(0, "a", lane), Mill.column(1, "b", other));
        try (var others = TaskLog.of(other)) {
            assertThat(places(tasks.await(all -> assertThat(all).hasSize(150)))).hasSize(150);
            assertThat(places(others.await(all -> assertThat(all).hasSize(150)))).hasSize(150);
            await().during(Duration.ofMillis(500)).until(() -> tasks.next().isEmpty() && others.next().isEmpty());
        }
        assertThat(mill.number(SENT, job)).isEqualTo(300);
    }

    @Test
    void anotherReplicaGoesOnWhereOneStopped() {
        LaneSchedulers first = mill.schedule();
        mill.schedule();
        JobId job = mill.job(mill.sheet(400), 400, Mill.column(0, "a", lane));
        tasks.await(all -> assertThat(all).hasSize(192));
        first.stop();
        mill.gone(job, lane, 192);
        assertThat(places(tasks.await(all -> {
            mill.gone(job, lane, (int) (mill.number(SENT, job) - mill.number(
                    "SELECT closed FROM status.job_progress WHERE job_id = :job", job)));
            assertThat(places(all)).hasSize(400);
        }))).hasSize(400);
    }

    @Test
    void aSmallUrgentJobAndAnotherTenantsGetThroughBesideALargeOne() {
        mill.schedule();
        JobId large = mill.job(mill.sheet(20_000), 20_000, Mill.column(0, "a", lane));
        tasks.await(all -> assertThat(all).hasSize(192));

        var small = mill.sheet(10);
        JobId others = mill.draft(small, 10, Mill.column(0, "a", lane)).tenant("other").submit();
        tasks.await(all -> assertThat(all).filteredOn(task -> task.cell().job().equals(others)).hasSize(10));
        assertThat(mill.number(SENT, large)).as("nothing of the large one had to end").isEqualTo(192);

        JobId urgent = mill.draft(small, 10, Mill.column(0, "a", lane)).priority("high").submit();
        mill.gone(large, lane, 48);
        tasks.await(all -> assertThat(all).filteredOn(task -> task.cell().job().equals(urgent)).hasSize(10));
    }

    @Test
    void aCellForWhichTheSheetShowsAValueIsSkippedAsUpToDate() {
        var sheet = mill.sheet(3);
        JobId earlier = mill.job(sheet, 0, Mill.column(0, "x", lane), Mill.column(1, "a", lane));
        mill.sql().sql("UPDATE jobs.job SET state = 'completed' WHERE id = :job").param("job", earlier.value())
                .update();
        mill.ended(earlier, 0, 1, CellState.DONE.code(), "\"found\"", null);
        mill.ended(earlier, 1, 1, CellState.DONE.code(), "null", null);
        mill.ended(earlier, 2, 1, CellState.FAILED.code(), null, null);
        mill.schedule();
        JobId job = mill.job(sheet, 3, Mill.column(0, "a", lane));

        assertThat(tasks.await(all -> assertThat(all).hasSize(2))).extracting(task -> task.cell().row())
                .containsExactlyInAnyOrder(1, 2);
        assertThat(skipped(job, 1)).singleElement().satisfies(event -> {
            assertThat(event.cell().row()).isZero();
            assertThat(event.reason()).isEqualTo(SkipReason.UP_TO_DATE);
            assertThat(event.lane()).isEqualTo(lane);
        });
        assertThat(mill.number(SENT, job)).isEqualTo(3);
    }

    @Test
    void aDependantTakesTheValueFoundOrIsSkippedWithItsInput() {
        String first = Mill.newLane();
        var sheet = mill.sheet(3);
        JobId job = mill.job(sheet, 0, Mill.column(0, "a", List.of(), 0, Mill.step(first)),
                Mill.column(1, "b", List.of(0), 1, Mill.step(lane, "a", "name")));
        mill.ended(job, 0, 0, CellState.DONE.code(), "{\"k\": 1}", null);
        mill.ended(job, 1, 0, CellState.FAILED.code(), null, null);
        mill.ended(job, 2, 0, CellState.SKIPPED.code(), null, "input");
        for (int row = 0; row < 3; row++) {
            mill.ready(job, row, 1, lane, 1);
        }
        mill.schedule();

        assertThat(tasks.await(all -> assertThat(all).hasSize(1))).singleElement().satisfies(
                task -> assertThat(task.inputs()).isEqualTo(Map.of("a", "{\"k\":1}", "name", "name 0")));
        assertThat(skipped(job, 2)).allMatch(event -> event.reason() == SkipReason.INPUT);
    }

    private static List<CellEvent.Skipped> skipped(JobId job, int count) {
        try (var events = TaskLog.ofEvents()) {
            return events.await(all -> assertThat(all).filteredOn(event -> event.cell().job().equals(job))
                    .hasSize(count)).stream()
                    .filter(event -> event.cell().job().equals(job)).map(CellEvent.Skipped.class::cast).toList();
        }
    }

    @Test
    void theCursorWaitsWhileALaterLaneIsCrowded() throws Exception {
        String later = Mill.newLane();
        JobId job = mill.job(mill.sheet(1_000), 1_000, Mill.column(0, "a", List.of(), 0, Mill.step(lane, "name")),
                Mill.column(1, "b", List.of(0), 1, Mill.step(later, "a")));
        for (int row = 0; row < 513; row++) {
            mill.ready(job, row, 1, later, 1);
        }
        try (var session = mill.lockedSession(lane)) {
            var tick = new LaneTick(lane, session, mill.parts(NOWHERE, new LiveWorkers(System::nanoTime)),
                    new StopSignal());
            tick.tick();
            assertThat(mill.number(SENT, job)).isZero();
            mill.sql().sql("DELETE FROM jobs.ready WHERE row = 0").update();
            tick.tick();
            assertThat(mill.number(SENT, job)).isEqualTo(192);
        }
    }

    @Test
    void liveWorkersWidenTheWindow() throws Exception {
        JobId job = mill.job(mill.sheet(2_000), 2_000, Mill.column(0, "a", lane));
        var workers = new LiveWorkers(System::nanoTime);
        workers.accept(new WorkerPing("w", Instant.now(), 1, Map.of(lane, 1_000), Map.of(), Map.of()));
        try (var session = mill.lockedSession(lane)) {
            new LaneTick(lane, session, mill.parts(NOWHERE, workers), new StopSignal()).tick();
        }
        assertThat(mill.number(SENT, job)).isEqualTo(1_000);
    }

    @Test
    void aJobThatDoesNotRunIsLeftAlone() throws Exception {
        JobId job = mill.job(mill.sheet(10), 10, Mill.column(0, "a", lane));
        mill.sql().sql("UPDATE jobs.job SET state = 'paused' WHERE id = :job").param("job", job.value()).update();
        mill.ready(job, 3, 0, lane, 2);
        try (var session = mill.lockedSession(lane)) {
            new LaneTick(lane, session, mill.parts(), new StopSignal()).tick();
            var claims = new Claims(session.sql(), lane);
            assertThat(claims.ofCursor(job, row -> row, 5)).isEmpty();
            assertThat(claims.ofReady(job, 5)).isEmpty();
        }
        assertThat(mill.number(SENT, job)).isZero();
    }
}
