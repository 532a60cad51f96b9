package dev.cellmill.worker.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.JobControl;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.Reservation;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.Price;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.state.JobState;
import dev.cellmill.common.trace.Traces;
import dev.cellmill.worker.cache.AnswerCache;
import dev.cellmill.worker.cache.TestCaches;
import dev.cellmill.worker.control.Admission;
import dev.cellmill.worker.control.Lease;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.output.Outputs;
import dev.cellmill.worker.output.TestOutputs;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class CallsTest {
    private final Deque<ProviderOutcome> outcomes = new ArrayDeque<>();
    private final List<ProviderRequest> requests = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    /** Of three attempts, in nano-dollars. */
    private static final long PRICE_OF_THREE = 3_000_000;

    private final OnceRefusing producer = new OnceRefusing();
    private final AnswerCache cache = AnswerCache.inMemory(TestCaches.small());
    private final Deque<BooleanSupplier> vain = new ArrayDeque<>();
    private final Timer timer = (wait, isVain, work) -> {
        waits.add(wait);
        vain.add(isVain);
        waiting.add(work);
    };
    private final Outputs outputs = new Outputs(TestOutputs.DEFAULTS, (chunk, acknowledged) -> acknowledged.run(),
            Clock.systemUTC());
    private final CellReporter reporter = new CellReporter(new Outbox(producer, timer), Clock.systemUTC(), "worker-1",
            new AnswerTexts(outputs));
    private final Lease lease = new Lease(() -> 0);
    private final Admission admission = new Admission("this", lease);
    private final WaitingCells waitingCells = new WaitingCells();
    private final Calls calls = new Calls(cache, reporter, new RetryPolicy(() -> 0.5), timer, admission,
            job -> Duration.ZERO, waitingCells, outputs, new Watch(), Clock.systemUTC(), Traces.OFF);

    CallsTest() {
        lease.readBack(lease.send());
    }

    @Test
    void aTaskOfAStoppedJobIsGivenBackWithoutACall() {
        CellRun run = ask(ProviderFamily.HTTP, new ManualDelivery());
        Call call = calls(run);
        admission.accept(new JobControl(run.task().cell().job(), 2, JobState.PAUSED));
        calls.begin(call);
        assertThat(event(CellEvent.Released.class).usage().attempts()).isZero();
        assertThat(((ManualDelivery) run.delivery()).isFinished()).isTrue();
    }

    @Test
    void aStopBetweenTwoAttemptsChargesTheFirst() {
        outcomes.add(failure(null));
        CellRun run = run(ProviderFamily.HTTP, new ManualDelivery());
        admission.accept(new JobControl(run.task().cell().job(), 2, JobState.CANCELLED));
        waiting.remove().run();
        CellEvent.Released released = event(CellEvent.Released.class);
        assertThat(released.usage().attempts()).isEqualTo(1);
        assertThat(released.usage().cost()).isEqualTo(30);
    }

    @Test
    void aCallIsInFlightNeitherBetweenItsAttemptsNorAfterItsEnd() {
        outcomes.add(failure(null));
        outcomes.add(success("7"));
        CellRun run = run(ProviderFamily.HTTP, new ManualDelivery());
        // of the version that the task has: it stops nothing, but counts
        var stop = new JobControl(run.task().cell().job(), 1, JobState.PAUSED);
        assertThat(admission.accept(stop).orElseThrow().inFlight()).isEmpty();
        waiting.remove().run();
        assertThat(event(CellEvent.Done.class).usage().attempts()).isEqualTo(2);
        assertThat(admission.accept(stop).orElseThrow().inFlight()).isEmpty();
    }

    /** A prompt may be large; what it found must not be lost with the record of it. */
    @Test
    void anAnswerWhoseTraceDoesNotFitIsSentWithoutIt() {
        producer.refusal = new RecordTooLargeException("the first");
        outcomes.add(success("7"));
        run(ProviderFamily.HTTP, new ManualDelivery());
        await().until(() -> producer.history().size() == 1);
        CellEvent.Done done = event(CellEvent.Done.class);
        assertThat(done.answer().value().intValue()).isEqualTo(7);
        assertThat(done.trace()).isNull();
    }

    @Test
    void anUnusableAnswerOfALanguageModelGetsOneMoreAttemptAndBothAreCharged() {
        outcomes.add(success("about twelve"));
        outcomes.add(success("12"));
        run(ProviderFamily.LLM, new ManualDelivery());
        waiting.remove().run();

        assertThat(requests.getFirst().repair()).isNull();
        assertThat(requests.getLast().repair()).isNotNull().satisfies(repair -> {
            assertThat(repair.answer()).isEqualTo("about twelve");
            assertThat(repair.demand()).contains("a whole number");
        });
        CellEvent.Done done = event(CellEvent.Done.class);
        assertThat(done.answer().value().intValue()).isEqualTo(12);
        assertThat(done.trace()).isNotNull();
        assertThat(done.trace().attempts())
                .extracting(attempt -> attempt.error() == null ? null : attempt.error().code())
                .containsExactly(ErrorCode.OUTPUT_INVALID, null);
        assertThat(done.usage().attempts()).isEqualTo(2);
        assertThat(done.usage().cost()).isEqualTo(200);
        assertThat(done.usage().inputTokens()).isEqualTo(20);
    }

    @Test
    void twoUnusableAnswersAreADefiniteFailureAndNotRemembered() {
        outcomes.add(success("about twelve"));
        outcomes.add(success("a dozen"));
        CellRun run = run(ProviderFamily.LLM, new ManualDelivery());
        waiting.remove().run();

        CellEvent.Failed failed = event(CellEvent.Failed.class);
        assertThat(failed.error().code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
        assertThat(failed.error().retryable()).isFalse();
        assertThat(failed.trace()).isNotNull();
        assertThat(failed.trace().attempts()).hasSize(2).allSatisfy(
                attempt -> assertThat(attempt.error()).isNotNull());
        assertThat(cache.peek(run.task().fingerprint())).isNull();
        assertThat(waiting).isEmpty();
    }

    @Test
    void otherProvidersAreNotAskedAgainForAnUnusableAnswer() {
        outcomes.add(success("about twelve"));
        run(ProviderFamily.HTTP, new ManualDelivery());
        assertThat(event(CellEvent.Failed.class).error().code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
    }

    @Test
    void transientFailuresAreRepeatedAfterTheirWaitsWithoutASlot() {
        outcomes.add(failure(null));
        outcomes.add(failure(Duration.ofSeconds(9)));
        outcomes.add(success("7"));
        var delivery = new ManualDelivery();
        run(ProviderFamily.HTTP, delivery);
        assertThat(delivery.isParked()).isTrue();
        assertThat(producer.history()).isEmpty();
        waiting.remove().run();
        waiting.remove().run();

        assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(9));
        CellEvent.Done done = event(CellEvent.Done.class);
        assertThat(done.usage().attempts()).isEqualTo(3);
        assertThat(done.usage().cost()).isEqualTo(100 + 2 * 30);
        List<StepTrace.Attempt> attempts = requireNonNull(done.trace()).attempts();
        assertThat(attempts).extracting(StepTrace.Attempt::cost).containsExactly(30L, 30L, 100L);
        assertThat(attempts).extracting(StepTrace.Attempt::inputTokens).containsExactly(3L, 3L, 10L);
        assertThat(attempts).extracting(StepTrace.Attempt::outputTokens).containsExactly(0L, 0L, 5L);
        assertThat(delivery.isFinished()).isTrue();
    }

    @Test
    void noCallBeginsForATaskThatWasWithdrawn() {
        var delivery = new ManualDelivery();
        delivery.withdraw();
        run(ProviderFamily.HTTP, delivery);
        assertThat(delivery.isAbandoned()).isTrue();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void nothingBeginsWhileItIsNotSureWhoseTheTaskIs() {
        var delivery = new ManualDelivery();
        delivery.isUnsure(true);
        run(ProviderFamily.HTTP, delivery);
        assertThat(producer.history()).isEmpty();
        assertThat(delivery.hasBegun()).isFalse();

        delivery.isUnsure(false);
        waiting.removeFirst().run();

        assertThat(delivery.isFinished()).isTrue();
    }

    private CellRun run(ProviderFamily family, ManualDelivery delivery) {
        CellRun run = ask(family, delivery);
        calls.begin(calls(run));
        return run;
    }

    @Test
    void aCallThatCostsIsOnRecordBeforeItBeginsAndGivesBackWhatWasSetAside() {
        outcomes.add(success("12"));
        CellRun run = priced(new ManualDelivery(), new Reservation(PRICE_OF_THREE, 0));

        calls.begin(calls(run));

        List<CellEvent> told = told();
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).isInstanceOfSatisfying(CellEvent.Started.class, started -> {
            assertThat(started.worker()).isEqualTo("worker-1");
            assertThat(started.atRisk()).isEqualTo(PRICE_OF_THREE / 3);
        });
        assertThat(told.getLast().returned()).isEqualTo(PRICE_OF_THREE);
    }

    @Test
    void aCallThatIsNotCoveredIsNotMade() {
        CellRun run = priced(new ManualDelivery(), new Reservation(PRICE_OF_THREE, PRICE_OF_THREE - 1));

        calls.begin(calls(run));

        assertThat(event(CellEvent.Released.class).returned()).isEqualTo(PRICE_OF_THREE);
    }

    @Test
    void anAttemptWhoseBillNeverCameCostsTheWorst() {
        outcomes.add(new ProviderOutcome.Failure(ErrorCode.PROVIDER_TIMEOUT, "late", false, null, 0, 0, 0, true, null,
                null));
        CellRun run = priced(new ManualDelivery(), null);

        calls.begin(calls(run));

        assertThat(told().getLast()).isInstanceOfSatisfying(CellEvent.Failed.class,
                failed -> assertThat(failed.usage().cost()).isEqualTo(PRICE_OF_THREE / 3));
    }

    @Test
    void aTaskThatGoesToAnotherWorkerAfterACallThatCostIsGivenBackByAnEvent() {
        outcomes.add(failure(null));
        var delivery = new ManualDelivery();
        CellRun run = priced(delivery, null);
        calls.begin(calls(run));
        delivery.withdraw();

        waiting.removeFirst().run();

        assertThat(told().getLast()).isInstanceOfSatisfying(CellEvent.Released.class,
                released -> assertThat(released.usage().cost()).isEqualTo(30));
        assertThat(delivery.isAbandoned()).isFalse();
    }

    @Test
    void aRetryOfATaskThatGoesToAnotherWorkerIsNotWaitedFor() {
        outcomes.add(failure(Duration.ofMinutes(10)));
        var delivery = new ManualDelivery();
        run(ProviderFamily.HTTP, delivery);
        assertThat(vain.getFirst().getAsBoolean()).isFalse();

        delivery.withdraw();

        assertThat(vain.getFirst().getAsBoolean()).isTrue();
    }

    /** The broker may take longer over the record than a place in a limit is good for. */
    @Test
    void aCallThatIsPutOffOnceItIsOnRecordIsNotPutOnRecordAgain() {
        outcomes.add(success("12"));
        var delivery = new ManualDelivery();
        CellRun run = priced(delivery, null);
        producer.sending = () -> delivery.isUnsure(true);
        calls.begin(calls(run));
        assertThat(requests).isEmpty();

        delivery.isUnsure(false);
        waiting.removeFirst().run();

        assertThat(told()).hasExactlyElementsOfTypes(CellEvent.Started.class, CellEvent.Done.class);
    }

    /** Whoever has it next was told that a call began here, and waits for its end. */
    @Test
    void aTaskThatGoesToAnotherWorkerBetweenTwoAttemptsIsGivenBackByAnEvent() {
        outcomes.add(failure(null));
        var delivery = new ManualDelivery();
        run(ProviderFamily.HTTP, delivery);
        delivery.withdraw();

        waiting.removeFirst().run();

        assertThat(event(CellEvent.Released.class).usage().attempts()).isEqualTo(1);
        assertThat(delivery.isAbandoned()).isFalse();
    }

    @Test
    void whoWaitsForACallThatIsGivenUpIsGivenBackByAnEventToo() {
        outcomes.add(failure(null));
        var leading = new ManualDelivery();
        var joining = new ManualDelivery();
        CellRun leader = ask(ProviderFamily.HTTP, leading);
        Call call = calls(leader);
        assertThat(calls.ask(new CellRun(leader.task(), joining, leader.step(), reporter, null))).isNull();
        calls.begin(call);
        leading.withdraw();
        joining.withdraw();

        waiting.removeFirst().run();

        await().until(() -> producer.history().size() == 2);
        assertThat(told()).allMatch(CellEvent.Released.class::isInstance);
        assertThat(joining.isAbandoned()).isFalse();
    }

    @Test
    void whenACellWasFirstSentGoesAlongWithItsHopsToItsEnd() {
        var first = new ManualDelivery();
        CellHeaders.writeSentAt(first.record().headers(), 1_234_567);
        outcomes.add(new ProviderOutcome.Failure(ErrorCode.PROVIDER_REJECTED, "no", false, null, 0, 0, 0, false, null,
                null));
        calls.begin(calls(ask(ProviderFamily.HTTP, first, null, null, 2)));
        await().until(() -> producer.history().size() == 2);
        ProducerRecord<byte[], byte[]> next = producer.history().getFirst();
        assertThat(next.topic()).isEqualTo(Topics.tasks("fake"));
        assertThat(CellHeaders.sentAt(next.headers())).isEqualTo(1_234_567);

        var second = new ManualDelivery();
        next.headers().forEach(second.record().headers()::add);
        outcomes.add(success("7"));
        run(ProviderFamily.HTTP, second);
        assertThat(CellHeaders.sentAt(producer.history().getLast().headers())).isEqualTo(1_234_567);
    }

    private List<CellEvent> told() {
        return producer.history().stream().map(message -> Messages.readEvent(message.value())).toList();
    }

    private CellRun priced(ManualDelivery delivery, @org.jspecify.annotations.Nullable Reservation reservation) {
        return ask(ProviderFamily.HTTP, delivery, Price.perCall(new BigDecimal("0.001")), reservation, 1);
    }

    private CellRun ask(ProviderFamily family, ManualDelivery delivery) {
        return ask(family, delivery, null, null, 1);
    }

    private CellRun ask(ProviderFamily family, ManualDelivery delivery,
            @org.jspecify.annotations.Nullable Price price,
            @org.jspecify.annotations.Nullable Reservation reservation, int steps) {
        var step = new PlannedStep("fake", "fake", family, "hash", null, null, null, Map.of("key", "{{key}}"),
                Map.of(), null, null, null, Duration.ofSeconds(30), 3, Duration.ofSeconds(1), List.of("key"), price,
                List.of());
        var column = new PlannedColumn(0, "size", OutputType.of(OutputType.Kind.INTEGER),
                Collections.nCopies(steps, step),
                List.of(), 0);
        var provider = new Scripted(family);
        var gate = new ProviderGate(provider, 1, null, null,
                new ProviderMeters(provider.profile(), new SimpleMeterRegistry()));
        var job = RunnableJob.of(TenantId.DEFAULT, SheetId.next(), new JobPlan(List.of(column), Map.of()),
                name -> gate);
        var task = new CellTask(new CellAddress(TenantId.DEFAULT, job.sheet(), JobId.next(), 0, 0, "size"),
                new Position(1, 1, 0), 1, "fake", new Fingerprint(1, 1), Map.of("key", "k"), false, null,
                reservation, false);
        return new CellRun(task, delivery, job.steps().getFirst().getFirst(), reporter, null);
    }

    private Call calls(CellRun run) {
        return java.util.Objects.requireNonNull(calls.ask(run));
    }

    private <E extends CellEvent> E event(Class<E> kind) {
        assertThat(producer.history()).hasSize(1);
        return kind.cast(Messages.readEvent(producer.history().getFirst().value()));
    }

    private static ProviderOutcome success(String text) {
        return new ProviderOutcome.Success(JsonNodeFactory.instance.stringNode(text), null, 10, 5, 100, null, null);
    }

    private static ProviderOutcome failure(@org.jspecify.annotations.Nullable Duration retryAfter) {
        return new ProviderOutcome.Failure(ErrorCode.PROVIDER_RATE_LIMITED, "slow down", true, retryAfter, 3, 0, 30,
                false,
                null, null);
    }

    /** Gives the outcomes of the test, one after the other. */
    private final class Scripted implements Provider {
        private final ProviderFamily family;

        Scripted(ProviderFamily family) {
            this.family = family;
        }

        @Override
        public ProviderProfile profile() {
            return new ProviderProfile("fake", "fake", family, "fake", "hash", null, List.of(), List.of(), List.of(),
                    List.of(), Map.of(), null, false,
                    new ProviderProfile.Limits(null, null, 1, Duration.ofSeconds(30)), BigDecimal.ZERO,
                    new ProviderProfile.Cache(ProviderProfile.Cache.Mode.MEMORY, Duration.ofMinutes(5)));
        }

        @Override
        public ProviderOutcome call(ProviderRequest request) {
            requests.add(request);
            return outcomes.remove();
        }
    }

    /** Refuses the next record, if told so, as a real one does: by the callback. */
    private static final class OnceRefusing extends MockProducer<byte[], byte[]> {
        private @org.jspecify.annotations.Nullable RuntimeException refusal;
        private Runnable sending = () -> {};

        OnceRefusing() {
            super(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
            sending.run();
            RuntimeException once = refusal;
            refusal = null;
            if (once != null) {
                callback.onCompletion(null, once);
                return CompletableFuture.failedFuture(once);
            }
            return super.send(message, callback);
        }
    }
}
