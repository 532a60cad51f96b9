package dev.cellmill.worker.run;

import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.log.LogContext;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.trace.TraceHeader;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the outcome of a step into what follows it, and finishes the delivery once the broker has acknowledged that.
 * A hop is two records, task before event: a death between them repeats the step, and the event counts once.
 * Thread-safe.
 */
final class CellReporter {
    private static final Logger log = LoggerFactory.getLogger(CellReporter.class);
    private static final Runnable NOTHING = () -> {};

    private final Outbox outbox;
    private final Clock clock;
    private final String worker;
    private final AnswerTexts texts;

    CellReporter(Outbox outbox, Clock clock, String worker, AnswerTexts texts) {
        this.outbox = outbox;
        this.clock = clock;
        this.worker = worker;
        this.texts = texts;
    }

    /**
     * A call that costs is about to be made.
     *
     * @param atRisk nano-dollars that the task has cost at worst once it is over
     * @param acknowledged runs when that is on record
     */
    void begins(CellRun run, long atRisk, Runnable acknowledged) {
        CellTask task = run.task();
        outbox.send(CellRecords.of(new CellEvent.Started(task.cell(), task.position(), task.lane(), clock.instant(),
                run.step().plan().provider(), worker, atRisk)), acknowledged, acknowledged);
    }

    /** The task of a worker that died over it: its call is charged at its worst and the cell given back. */
    void lost(CellTask task, Delivery delivery, long atRisk) {
        giveBack(task, new Usage(1, 0, 0, atRisk, 0, 0), task.best(), delivery, delivery::finish);
    }

    void started(CellRun run) {
        if (run.hasEnded()) {
            return;
        }
        CellTask task = run.task();
        var event = new CellEvent.Started(task.cell(), task.position(), task.lane(), clock.instant(),
                run.step().plan().provider());
        outbox.send(CellRecords.of(event), NOTHING, NOTHING);
    }

    /** @param written what the attempt that found the answer wrote while it ran; null if nothing */
    void answered(CellRun run, ProviderOutcome.Success success, Reading reading, Served served,
            @Nullable WrittenText written) {
        ProviderGate gate = run.step().gate();
        if (gate != null) {
            gate.meters().served(served);
        }
        if (success.isWritten() && !run.step().reader().takesText()) {
            failed(run, new CellError(ErrorCode.OUTPUT_TOO_LARGE,
                    "the answer is too long to be read as anything but a text; make the column one, or ask for less",
                    false, served.attempts()), served);
            return;
        }
        switch (reading) {
            case Reading.Value value -> go(run, texts.travel(value.value(), written, success.isWritten(),
                    served.attempts()), success.confidence(), served);
            case Reading.Unusable unusable -> failed(run, unusable.error(served.attempts()), served);
        }
    }

    private void go(CellRun run, AnswerTexts.Travel travel, @Nullable Double confidence, Served served) {
        switch (travel) {
            case AnswerTexts.Travel.Goes goes -> {
                PlannedStep step = run.step().plan();
                CellTask task = run.task();
                var answer = new Answer(goes.value(), step.provider(), step.model(), confidence,
                        task.position().step(), false, served.by(), run.step().fingerprintWithoutExamples(task),
                        goes.written());
                end(run, Waterfall.afterAnswer(answer, run.step().column().output(), step.minConfidence(),
                        run.step().next() == null, task.best()), served);
            }
            case AnswerTexts.Travel.ToWrite toWrite -> {
                run.delivery().park();
                Thread.startVirtualThread(() -> go(run, texts.write(run, toWrite), confidence, served));
            }
            case AnswerTexts.Travel.TooLarge tooLarge -> failed(run, tooLarge.error(), served);
        }
    }

    void failed(CellRun run, CellError error, Served served) {
        end(run, Waterfall.afterFailure(error, run.step().next() == null, run.task().best()), served);
    }

    /** The task is given back: its job does not run, and it is sent anew should the job run again. */
    void released(CellRun run, Served served) {
        run.end();
        CellTask task = run.task();
        giveBack(task, served.usage(run.millis()), task.best(), run.delivery(), run::finish);
    }

    /** The task is over without an outcome: the cell ended otherwise. */
    void superseded(CellTask task, Delivery delivery) {
        giveBack(task, Usage.NONE, null, delivery, delivery::finish);
    }

    private void giveBack(CellTask task, Usage usage, @Nullable Answer best, Delivery delivery, Runnable finish) {
        delivery.park();
        outbox.send(CellRecords.of(new CellEvent.Released(task.cell(), task.position(), task.lane(), clock.instant(),
                usage.returning(task.reserved()), best)), finish, finish);
    }

    /** A task that nobody can run. */
    void rejected(CellEvent.Failed event, Delivery delivery) {
        outbox.send(CellRecords.of(event), delivery::finish, delivery::finish);
    }

    private void end(CellRun run, Waterfall.Next next, Served served) {
        run.end();
        run.delivery().park();
        try {
            switch (next) {
                case Waterfall.Next.End end -> send(done(run, end.answer(), served), run, served);
                case Waterfall.Next.Fail fail -> send(failure(run, fail.error(), served), run, served);
                case Waterfall.Next.Hop hop -> hop(run, hop, served);
            }
        } catch (RuntimeException e) {
            try (LogContext _ = LogContext.of(run.task().cell(), run.step().plan().provider())) {
                log.error("the outcome of {} cannot be written; the cell fails", run.task().cell(), e);
            }
            send(failure(run, new CellError(ErrorCode.INTERNAL, "the outcome could not be written: " + e, false,
                    served.attempts()), withoutTrace(served)), run, served);
        }
    }

    private void hop(CellRun run, Waterfall.Next.Hop hop, Served served) {
        RunnableStep next = run.step().next();
        if (next == null) {
            throw new IllegalStateException("no step follows the last");
        }
        CellTask task = run.task();
        String lane = next.plan().lane();
        boolean mayBeCopy = task.resent() || run.delivery().mayHaveRun();
        var nextTask = new CellTask(task.cell(), task.position().nextStep(), task.version(), lane,
                next.fingerprint().of(task.inputs()), task.inputs(), mayBeCopy, hop.best(),
                task.reservation() == null ? null : task.reservation().after(served.cost()), task.paced());
        var event = new CellEvent.Hopped(task.cell(), task.position(), task.lane(), clock.instant(), lane,
                served.usage(run.millis()), served.trace());
        ProducerRecord<byte[], byte[]> following = CellRecords.of(nextTask);
        CellHeaders.writeSentAt(following.headers(), firstSentAt(run));
        outbox.send(traced(following, run),
                () -> Thread.startVirtualThread(() -> send(event, run, served)),
                () -> tooLarge(run, served));
    }

    private void send(CellEvent event, CellRun run, Served served) {
        outbox.send(dated(event, run), run::finish,
                () -> Thread.startVirtualThread(() -> sendBare(event, run, served)));
    }

    private static ProducerRecord<byte[], byte[]> dated(CellEvent event, CellRun run) {
        ProducerRecord<byte[], byte[]> message = CellRecords.of(event);
        if (event instanceof CellEvent.Done || event instanceof CellEvent.Failed) {
            CellHeaders.writeSentAt(message.headers(), firstSentAt(run));
        }
        return traced(message, run);
    }

    /** When the cell's first task was sent: each hop carries it on. */
    private static long firstSentAt(CellRun run) {
        ConsumerRecord<byte[], byte[]> task = run.delivery().record();
        long first = CellHeaders.sentAt(task.headers());
        return first > 0 ? first : task.timestamp();
    }

    private static ProducerRecord<byte[], byte[]> traced(ProducerRecord<byte[], byte[]> message, CellRun run) {
        String traceparent = run.traceparent();
        if (traceparent != null) {
            TraceHeader.write(message.headers(), traceparent);
        }
        return message;
    }

    /** A trace is worth less than what it is the trace of. */
    private void sendBare(CellEvent event, CellRun run, Served served) {
        CellEvent bare = switch (event) {
            case CellEvent.Done done -> new CellEvent.Done(done.cell(), done.position(), done.lane(), done.at(),
                    done.answer(), done.usage(), null);
            case CellEvent.Failed failed -> new CellEvent.Failed(failed.cell(), failed.position(), failed.lane(),
                    failed.at(), failed.error(), failed.provider(), failed.usage(), null);
            case CellEvent.Hopped hopped -> new CellEvent.Hopped(hopped.cell(), hopped.position(), hopped.lane(),
                    hopped.at(), hopped.nextLane(), hopped.usage(), null);
            case CellEvent.Started _,CellEvent.Released _,CellEvent.Skipped _,CellEvent.Reopened _ -> event;
        };
        outbox.send(dated(bare, run), run::finish, () -> tooLarge(run, served));
    }

    private void tooLarge(CellRun run, Served served) {
        var error = new CellError(ErrorCode.OUTPUT_TOO_LARGE,
                "the answer is larger than a message may be; ask for less, or pick a field of it", false,
                served.attempts());
        Thread.startVirtualThread(() -> outbox.send(CellRecords.of(failure(run, error, withoutTrace(served))),
                run::finish, run::finish));
    }

    private static Served withoutTrace(Served served) {
        return new Served(served.by(), served.attempts(), served.inputTokens(), served.outputTokens(), served.cost(),
                served.saved(), null);
    }

    private CellEvent done(CellRun run, Answer answer, Served served) {
        CellTask task = run.task();
        return new CellEvent.Done(task.cell(), task.position(), task.lane(), clock.instant(), answer,
                served.usage(run.millis()).returning(task.reserved()), served.trace());
    }

    private CellEvent failure(CellRun run, CellError error, Served served) {
        CellTask task = run.task();
        return new CellEvent.Failed(task.cell(), task.position(), task.lane(), clock.instant(), error,
                run.step().plan().provider(), served.usage(run.millis()).returning(task.reserved()), served.trace());
    }
}
