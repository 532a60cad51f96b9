package dev.cellmill.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.db.Schema;
import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkerIT {
    private static TestDatabase database;
    private static FoldStandIn fold;

    @BeforeAll
    static void migrate() {
        database = Backends.newDatabase();
        Schema.migrate(database.dataSource());
        fold = new FoldStandIn();
    }

    @AfterAll
    static void stopFolding() {
        fold.close();
    }

    @Test
    void identicalRequestsRunOnceAndOneIsCharged() {
        var gate = new CountDownLatch(1);
        FakeProvider provider = provider(ProviderFamily.HTTP, 4, key -> {
            FakeProvider.await(gate);
            return FakeProvider.answer("of " + key, null);
        });
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            topics.send(IntStream.range(0, 50).mapToObj(row -> job.task(row, "same")).toArray(CellTask[]::new));
            topics.awaitEvents(job.id(), CellEvent.Started.class, 50);
            gate.countDown();

            List<CellEvent.Done> done = topics.awaitEvents(job.id(), CellEvent.Done.class, 50);
            assertThat(provider.calls()).containsExactly("same");
            assertThat(done).allMatch(event -> event.answer().value().stringValue().equals("of same"));
            assertThat(done.stream().map(event -> event.answer().servedBy())).containsOnlyOnce(ServedBy.PROVIDER);
            assertThat(done.stream().mapToLong(event -> event.usage().cost()).sum()).isEqualTo(1_000);
            assertThat(done.stream().mapToLong(event -> event.usage().saved()).sum()).isEqualTo(49_000);
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void aFailureIsForAllWhoAskedAndIsNotRemembered() {
        var gate = new CountDownLatch(1);
        var isBroken = new AtomicInteger(1);
        FakeProvider provider = cached(key -> {
            FakeProvider.await(gate);
            return isBroken.get() == 1 ? FakeProvider.failure(false, null) : FakeProvider.answer("ok", null);
        });
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            topics.send(job.task(0, "k"), job.task(1, "k"));
            topics.awaitEvents(job.id(), CellEvent.Started.class, 2);
            gate.countDown();
            assertThat(topics.awaitEvents(job.id(), CellEvent.Failed.class, 2))
                    .allMatch(event -> event.error().code() == ErrorCode.PROVIDER_REJECTED);
            isBroken.set(0);

            topics.send(job.task(2, "k"));
            topics.awaitEvents(job.id(), CellEvent.Done.class, 1);
            topics.send(job.task(3, "k"));
            List<CellEvent.Done> done = topics.awaitEvents(job.id(), CellEvent.Done.class, 2);

            assertThat(provider.calls()).hasSize(2);
            assertThat(done.getLast().answer().servedBy()).isEqualTo(ServedBy.MEMORY);
            assertThat(done.getLast().usage().saved()).isEqualTo(1_000);
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void whatWasFinishedBeyondASlowCellIsNotDoneAgainAfterARestart() throws Exception {
        var never = new CountDownLatch(1);
        FakeProvider first = provider(ProviderFamily.LOCAL, 400, key -> {
            if (key.equals("0")) {
                FakeProvider.await(never);
            }
            return FakeProvider.answer(key, null);
        });
        String lane = first.profile().lane();
        TestJob job = TestJob.of(first).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(first), "cellmill.lanes.drain-time=50ms",
                "cellmill.lanes.commit-interval=50ms"); var topics = new TestTopics()) {
            topics.send(IntStream.range(0, 300).mapToObj(row -> job.task(row, "" + row)).toArray(CellTask[]::new));
            topics.awaitEvents(job.id(), CellEvent.Done.class, 299);
            assertThat(worker).isNotNull();
        }
        assertThat(TestTopics.committed(lane).values().stream().map(OffsetAndMetadata::metadata)
                .filter(text -> !text.isEmpty())).hasSize(1);

        var second = new FakeProvider(first.profile().name(), ProviderFamily.LOCAL, 400, false,
                key -> FakeProvider.answer(key, null));
        try (var topics = new TestTopics(); var worker = new TestWorker(database, List.of(second))) {
            topics.awaitEvents(job.id(), CellEvent.Done.class, 1);
            assertThat(second.calls()).containsExactly("0");
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void aStoppingWorkerLeavesToTheNextAtOnceWhatItHasNotBegunAndNobodyAsksWhatIsStillAsked() throws Exception {
        var answered = new CountDownLatch(1);
        FakeProvider first = provider(ProviderFamily.HTTP, 1, key -> {
            FakeProvider.await(answered);
            return FakeProvider.answer(key, null);
        });
        var isAskedTwice = new AtomicBoolean();
        var second = new FakeProvider(first.profile().name(), ProviderFamily.HTTP, 10, false, key -> {
            isAskedTwice.compareAndSet(false, key.equals("slow") && answered.getCount() > 0);
            return FakeProvider.answer(key, null);
        });
        TestJob job = TestJob.of(first).storedIn(database.dataSource());
        Thread stop;
        try (var stopping = new TestWorker(database, List.of(first), "cellmill.lanes.drain-time=30s");
                var topics = new TestTopics()) {
            topics.send(job.task(0, "slow"));
            await().until(() -> first.calls().equals(List.of("slow")));
            topics.send(IntStream.range(1, 30).mapToObj(row -> job.task(row, "" + row)).toArray(CellTask[]::new));
            try (var next = new TestWorker(database, List.of(second))) {
                stop = Thread.startVirtualThread(stopping::close);
                topics.awaitEvents(job.id(), CellEvent.Done.class, 29);
                topics.send(job.task(30, "slow"));
                topics.send(IntStream.range(31, 60).mapToObj(row -> job.task(row, "" + row)).toArray(CellTask[]::new));
                topics.awaitEvents(job.id(), CellEvent.Done.class, 58);
                assertThat(stop.isAlive()).as("its call is still under way").isTrue();

                answered.countDown();
                topics.awaitEvents(job.id(), CellEvent.Done.class, 60);
                assertThat(next).isNotNull();
            }
            stop.join();
        }
        assertThat(isAskedTwice).as("the same was asked while it was under way").isFalse();
        assertThat(first.calls()).containsExactly("slow");
    }

    @Test
    void aTaskThatIsAccountedForIsNotCalledAgainAndASupersededOneOnlyClosesItsAccount() throws Exception {
        FakeProvider provider = provider(ProviderFamily.HTTP, 4, key -> FakeProvider.answer(key, null));
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        storeDone(job, 0, new Position(1, 1, 0));
        storeDone(job, 1, new Position(1, 2, 0));
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            topics.send(resent(job.task(0, "accounted")), resent(job.task(1, "superseded")),
                    resent(job.task(2, "open")));
            await().untilAsserted(() -> assertThat(provider.calls()).containsExactly("open"));
            List<CellEvent.Released> released = topics.awaitEvents(job.id(), CellEvent.Released.class, 1);
            topics.awaitEvents(job.id(), CellEvent.Done.class, 1);

            assertThat(released).singleElement().satisfies(event -> assertThat(event.cell().row()).isEqualTo(1));
            assertThat(topics.events(job.id())).hasSize(2);
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void aCopyOfATaskThatIsInHandWaitsForTheEndOfTheFirst() {
        var gate = new CountDownLatch(1);
        var isFirstDone = new CompletableFuture<TestJob>();
        FakeProvider provider = provider(ProviderFamily.HTTP, 4, key -> {
            FakeProvider.await(gate);
            if (key.equals("same")) {
                // as the fold does, once it has read of the end
                storeDone(isFirstDone.join(), 0, new Position(1, 1, 0));
            }
            return FakeProvider.answer(key, null);
        });
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        isFirstDone.complete(job);
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            topics.send(job.task(0, "same"), resent(job.task(0, "same")), job.task(1, "same"));
            // the last of the three, which are on one partition
            await().until(() -> topics.events(job.id(), CellEvent.Started.class).stream()
                    .anyMatch(event -> event.cell().row() == 1));
            gate.countDown();

            topics.send(job.task(2, "last"));
            topics.awaitEvents(job.id(), CellEvent.Done.class, 3);
            await().until(() -> worker.finishedTasks() == 4);

            assertThat(topics.events(job.id(), CellEvent.Done.class)).extracting(event -> event.cell().row())
                    .containsExactlyInAnyOrder(0, 1, 2);
            assertThat(provider.calls()).containsExactly("same", "last");
        }
    }

    @Test
    void whenTheClockIsSetBackCallsInFlightEndAndTasksAreTakenByNewConsumers() {
        var gate = new CountDownLatch(1);
        FakeProvider provider = provider(ProviderFamily.HTTP, 4, key -> {
            FakeProvider.await(gate);
            return FakeProvider.answer(key, null);
        });
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            topics.send(job.task(0, "before"));
            topics.awaitEvents(job.id(), CellEvent.Started.class, 1);
            worker.setClockBack();
            topics.send(job.task(1, "after"));
            topics.awaitEvents(job.id(), CellEvent.Started.class, 2);
            gate.countDown();

            topics.awaitEvents(job.id(), CellEvent.Done.class, 2);
            assertThat(provider.calls()).containsExactlyInAnyOrder("before", "after");
        }
    }

    /** Else nobody would ever try it again, for the scheduler sends nothing to a provider that is down at all workers. */
    @Test
    void aProviderThatIsDownIsToldToBeTriedAgainAlsoWhereNoCellWaitsForIt() {
        FakeProvider provider = provider(ProviderFamily.HTTP, 5, key -> new ProviderOutcome.Failure(
                ErrorCode.PROVIDER_UNAVAILABLE, "down", false, null, null, null));
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            topics.send(IntStream.range(0, 5).mapToObj(row -> job.task(row, "" + row)).toArray(CellTask[]::new));
            topics.awaitEvents(job.id(), CellEvent.Failed.class, 5);

            await().until(() -> states(provider).contains("open"));
            await().until(() -> states(provider).equals(List.of("half_open")));

            assertThat(worker.finishedTasks()).isEqualTo(5);
        }
    }

    private static List<String> states(FakeProvider provider) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var query = connection.prepareStatement("SELECT state FROM worker.provider_state WHERE provider = ?")) {
            query.setString(1, provider.profile().name());
            var states = new ArrayList<String>();
            for (var rows = query.executeQuery(); rows.next();) {
                states.add(rows.getString(1));
            }
            return states;
        }
    }

    @Test
    void aBacklogIsNotTakenInWhileTheLaneIsFull() {
        var gate = new CountDownLatch(1);
        FakeProvider provider = provider(ProviderFamily.HTTP, 2, key -> {
            FakeProvider.await(gate);
            return FakeProvider.answer(key, null);
        });
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        int cells = 6_000;
        try (var worker = new TestWorker(database, List.of(provider), "cellmill.lanes.poll-records=100");
                var topics = new TestTopics()) {
            topics.send(IntStream.range(0, cells).mapToObj(row -> job.task(row, "" + row)).toArray(CellTask[]::new));
            // started is sent for everything that was taken in, so its number tells how much that is
            topics.awaitEvents(job.id(), CellEvent.Started.class, 1_000);
            var counts = new ArrayList<Integer>();
            await().during(Duration.ofMillis(600)).atMost(Duration.ofSeconds(20)).until(() -> {
                counts.add(topics.events(job.id(), CellEvent.Started.class).size());
                return counts.getLast() <= 1_100;
            });
            gate.countDown();
            topics.awaitEvents(job.id(), CellEvent.Done.class, cells);
            assertThat(provider.calls()).hasSize(cells);
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void anUnconvincingAnswerGoesToTheNextStepWithTheBestSoFar() {
        FakeProvider cheap = provider(ProviderFamily.HTTP, 4, key -> FakeProvider.answer("perhaps", 0.5));
        FakeProvider good = provider(ProviderFamily.HTTP, 4,
                key -> key.equals("hard") ? FakeProvider.failure(false, null) : FakeProvider.answer("sure", 0.9));
        TestJob job = TestJob.of(0.7, Duration.ofSeconds(30), cheap, good).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(cheap, good)); var topics = new TestTopics()) {
            topics.send(job.task(0, "easy"), job.task(1, "hard"));
            List<CellEvent.Hopped> hops = topics.awaitEvents(job.id(), CellEvent.Hopped.class, 2);
            List<CellEvent.Done> done = topics.awaitEvents(job.id(), CellEvent.Done.class, 2);

            assertThat(hops)
                    .allMatch(hop -> hop.nextLane().equals(good.profile().lane()) && hop.usage().cost() == 1_000);
            assertThat(done).allMatch(event -> event.position().step() == 1);
            assertThat(done).filteredOn(event -> event.cell().row() == 0).singleElement().satisfies(event -> {
                assertThat(event.answer().value().stringValue()).isEqualTo("sure");
                assertThat(event.answer().belowThreshold()).isFalse();
            });
            assertThat(done).filteredOn(event -> event.cell().row() == 1).singleElement().satisfies(event -> {
                assertThat(event.answer().value().stringValue()).isEqualTo("perhaps");
                assertThat(event.answer().step()).isZero();
                assertThat(event.answer().belowThreshold()).isTrue();
            });
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void retryAfterIsHonouredAndEveryAttemptIsTold() {
        var calls = new AtomicInteger();
        FakeProvider provider = provider(ProviderFamily.HTTP, 1, key -> calls.incrementAndGet() < 3
                ? FakeProvider.failure(true, Duration.ofMillis(300))
                : FakeProvider.answer("third", null));
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            topics.send(job.task(0, "k"));
            CellEvent.Done done = topics.awaitEvents(job.id(), CellEvent.Done.class, 1).getFirst();

            assertThat(done.usage().attempts()).isEqualTo(3);
            assertThat(done.usage().latencyMillis()).isGreaterThanOrEqualTo(600);
            assertThat(done.trace()).isNotNull();
            assertThat(done.trace().attempts()).hasSize(3);
            assertThat(done.trace().attempts().getFirst().error().code()).isEqualTo(ErrorCode.PROVIDER_RATE_LIMITED);
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void aProviderThatIgnoresItsTimeLimitCostsItsCellOnly() {
        var never = new CountDownLatch(1);
        FakeProvider provider = provider(ProviderFamily.LOCAL, 8, key -> {
            while (key.equals("stuck") && never.getCount() > 0) {
                FakeProvider.await(never);
                Thread.interrupted();
            }
            return FakeProvider.answer(key, null);
        });
        TestJob job = TestJob.of(null, Duration.ofMillis(300), provider).storedIn(database.dataSource());
        try (var worker = new TestWorker(database, List.of(provider), "cellmill.lanes.drain-time=50ms");
                var topics = new TestTopics()) {
            topics.send(IntStream.range(0, 100).mapToObj(row -> job.task(row, "" + row)).toArray(CellTask[]::new));
            topics.awaitEvents(job.id(), CellEvent.Done.class, 100);
            topics.send(job.task(100, "stuck"));
            topics.send(IntStream.range(101, 200).mapToObj(row -> job.task(row, "" + row)).toArray(CellTask[]::new));
            topics.awaitEvents(job.id(), CellEvent.Done.class, 199);
            CellEvent.Failed failed = topics.awaitEvents(job.id(), CellEvent.Failed.class, 1).getFirst();

            assertThat(failed.error().code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
            assertThat(failed.error().attempts()).isEqualTo(3);
            never.countDown();
            assertThat(worker).isNotNull();
        }
    }

    @Test
    void anUnreadableTaskGoesToTheDeadLettersAndItsCellFails() {
        FakeProvider provider = provider(ProviderFamily.HTTP, 4, key -> FakeProvider.answer(key, null));
        TestJob job = TestJob.of(provider).storedIn(database.dataSource());
        String topic = Topics.tasks(provider.profile().lane());
        try (var worker = new TestWorker(database, List.of(provider)); var topics = new TestTopics()) {
            CellTask task = job.task(5, "k");
            var poison = new ProducerRecord<>(topic, utf8("key"), utf8("{\"not\":\"a task\"}"));
            CellHeaders.write(poison.headers(), task.cell(), task.position(), task.lane(), 0);
            topics.send(poison);
            topics.send(new ProducerRecord<>(topic, utf8("key"), utf8("nobody's")));
            topics.send(job.task(6, "k"));

            CellEvent.Failed failed = topics.awaitEvents(job.id(), CellEvent.Failed.class, 1).getFirst();
            assertThat(failed.error().code()).isEqualTo(ErrorCode.RECORD_REJECTED);
            assertThat(failed.cell()).isEqualTo(task.cell());
            topics.awaitEvents(job.id(), CellEvent.Done.class, 1);
            var letter = topics.awaitRecord(Topics.deadLetter(topic),
                    read -> new String(read.value(), StandardCharsets.UTF_8).contains("not"));
            assertThat(letter.headers().lastHeader("cellmill-reason").value()).isNotEmpty();
            assertThat(worker).isNotNull();
        }
    }

    private static FakeProvider provider(
            ProviderFamily family, int concurrency, Function<String, ProviderOutcome> answers) {
        return new FakeProvider(newName(), family, concurrency, false, answers);
    }

    private static FakeProvider cached(Function<String, ProviderOutcome> answers) {
        return new FakeProvider(newName(), ProviderFamily.HTTP, 4, true, answers);
    }

    private static String newName() {
        return "fake-" + UUID.randomUUID();
    }

    private static CellTask resent(CellTask task) {
        return new CellTask(task.cell(), task.position(), task.version(), task.lane(), task.fingerprint(),
                task.inputs(), true, task.best());
    }

    private static void storeDone(TestJob job, int row, Position position) {
        try (var connection = database.dataSource().getConnection();
                var insert = connection.prepareStatement("""
                        INSERT INTO status.cell (job_id, row, col, tenant, run, dispatch, step, state, attempts,
                            input_tokens, output_tokens, cost, saved, latency_ms, accounts)
                        VALUES (?, ?, 0, 'default', ?, ?, 0, 2, 1, 0, 0, 0, 0, 1, ARRAY[?::bigint])
                        """)) {
            insert.setObject(1, job.id().value());
            insert.setInt(2, row);
            insert.setLong(3, position.run());
            insert.setInt(4, position.dispatch());
            insert.setLong(5, CellAccount.closed(position));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
