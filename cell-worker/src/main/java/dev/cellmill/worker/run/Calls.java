package dev.cellmill.worker.run;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.log.LogContext;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.template.RenderedTooLarge;
import dev.cellmill.common.trace.Followed;
import dev.cellmill.common.trace.Traces;
import dev.cellmill.worker.cache.AnswerCache;
import dev.cellmill.worker.control.Admission;
import dev.cellmill.worker.output.CellOutput;
import dev.cellmill.worker.output.Outputs;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.StreamingProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a request to its outcome: called within the provider's bound, and called again where a failure may pass. A wait
 * between attempts holds no slot. Thread-safe.
 */
final class Calls {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);

    private static final long AWAY_MILLIS = 250;

    private final Askers askers;
    private final CellReporter reporter;
    private final RetryPolicy retries;
    private final Timer timer;
    private final Admission admission;
    private final Function<JobId, Duration> paces;
    private final WaitingCells waiting;
    private final Outputs outputs;
    private final Watch watch;
    private final Clock clock;
    private final Traces traces;

    Calls(AnswerCache cache, CellReporter reporter, RetryPolicy retries, Timer timer,
            Admission admission, Function<JobId, Duration> paces, WaitingCells waiting, Outputs outputs, Watch watch,
            Clock clock, Traces traces) {
        this.traces = traces;
        this.askers = new Askers(cache, reporter, admission, waiting);
        this.reporter = reporter;
        this.retries = retries;
        this.timer = timer;
        this.admission = admission;
        this.paces = paces;
        this.waiting = waiting;
        this.outputs = outputs;
        this.watch = watch;
        this.clock = clock;
    }

    /** Brings answers that were kept for these over restarts to where {@link #ask} finds them; at most one statement. */
    void remember(List<CellRun> runs) {
        askers.remember(runs);
    }

    /** @return the call that is to be made for it; null if it needs none of its own */
    @Nullable
    Call ask(CellRun run) {
        if (!askers.leads(run)) {
            return null;
        }
        var call = new Call(run, requireNonNull(run.step().gate()), this);
        run.leads(call);
        return call;
    }

    /** Waits for a slot. Only for a thread of the call's own. */
    void begin(Call call) {
        try (LogContext _ = context(call)) {
            call.gate().enter();
            attempt(call);
        }
    }

    private static LogContext context(Call call) {
        CellRun leader = call.leader();
        return LogContext.of(leader.task().cell(), leader.step().plan().provider());
    }

    /** Makes the next attempt in the slot that the caller took; gives the slot back. */
    void attempt(Call call) {
        if (mayBegin(call)) {
            make(call);
        }
    }

    /** If not, the call was ended or put off, and its slot is given back. */
    private boolean mayBegin(Call call) {
        CellRun leader = call.leader();
        if (leader.delivery().withdrawn()) {
            call.gate().leave();
            giveUp(call);
            return false;
        }
        if (isSettledBefore(call)) {
            call.gate().leave();
            return false;
        }
        if (askers.isStopped(leader)) {
            call.gate().leave();
            stopped(call);
            return false;
        }
        if (!call.isInPace()) {
            Duration wait = paces.apply(leader.task().cell().job());
            call.takesPlace();
            if (wait.isPositive()) {
                call.gate().leave();
                waits(call, wait);
                return false;
            }
        }
        if (!hasLeave(call)) {
            call.gate().leave();
            return false;
        }
        if (!leader.delivery().isSure()) {
            putOff(call);
            return false;
        }
        if (!leader.delivery().begins()) {
            call.returnsLeave();
            call.gate().leave();
            giveUp(call);
            return false;
        }
        if (!call.isCovered() || !isAnnounced(call) || !beginsFor(call)) {
            call.returnsLeave();
            call.gate().leave();
            stopped(call);
            return false;
        }
        // last of all: the thread may have stood still since it was looked at, or waited for the broker
        if (!leader.delivery().isSure() || call.isLate()) {
            leader.callEnded();
            putOff(call);
            return false;
        }
        return true;
    }

    private void make(Call call) {
        var attempt = new Attempt(Thread.currentThread(), clock.instant(), System.nanoTime(),
                call.leader().step().plan().timeout().toNanos(), opened(call));
        call.begins(attempt);
        ProviderOutcome outcome = followed(call, attempt);
        boolean inTime = attempt.returned();
        long nanos = System.nanoTime() - attempt.startedNanos();
        call.gate().took(nanos);
        call.gate().leave();
        if (!call.gate().isInstant()) {
            // calls that began together end together: the next ones begin before the answers of these are worked on
            Thread.yield();
        }
        WrittenText written = attempt.output() == null ? null : attempt.output().end();
        if (inTime) {
            if (attempt.output() != null) {
                call.wrote(written);
            }
            attempted(call, attempt, outcome, Duration.ofNanos(nanos));
        } else {
            // the interrupt was for the attempt alone
            Thread.interrupted();
        }
    }

    /** Until it is sure whose its task is, or for a new place in the budget. */
    private void putOff(Call call) {
        call.returnsLeave();
        call.gate().leave();
        waits(call, away());
    }

    private ProviderOutcome followed(Call call, Attempt attempt) {
        CellRun leader = call.leader();
        try (Followed _ = traces.follow("cellmill.call", leader.traceparent(), "provider",
                leader.step().plan().provider())) {
            return outcome(call, attempt.output());
        }
    }

    void timedOut(Call call, Attempt attempt) {
        Duration limit = call.leader().step().plan().timeout();
        try (LogContext _ = context(call)) {
            attempted(call, attempt, new ProviderOutcome.Failure(ErrorCode.PROVIDER_TIMEOUT,
                    "no answer within %d ms; raise the step's timeout or look at the provider"
                            .formatted(limit.toMillis()),
                    true, null, 0, 0, 0, true, null, null), limit);
        }
    }

    /** Between the first look and now another leader may have found the answer, or the request cannot be made. */
    private boolean isSettledBefore(Call call) {
        if (call.attempts() > 0) {
            return false;
        }
        if (askers.isAnsweredMeanwhile(call)) {
            return true;
        }
        try {
            call.request();
            return false;
        } catch (RenderedTooLarge e) {
            askers.refused(call, new CellError(ErrorCode.TEMPLATE_MISSING, e.getMessage(), false, 0));
            return true;
        }
    }

    /** A place for what the attempt writes, if anybody may want to read it before it is over. */
    private @Nullable CellOutput opened(Call call) {
        if (!(call.gate().provider() instanceof StreamingProvider)
                || call.leader().step().isLanguageModel() && !call.request().stream()) {
            return null;
        }
        CellOutput output = outputs.open(call.leader().task().cell(), call.leader().task().position(),
                !call.leader().step().isLanguageModel());
        watch.add(new WatchedOutput(output));
        return output;
    }

    private static ProviderOutcome outcome(Call call, @Nullable CellOutput output) {
        try {
            Provider provider = call.gate().provider();
            return output != null && provider instanceof StreamingProvider streaming
                    ? streaming.call(call.request(), output)
                    : provider.call(call.request());
        } catch (RuntimeException | StackOverflowError e) {
            log.error("provider {} broke its contract by throwing; the cell fails", call.leader().step().plan()
                    .provider(), e);
            return new ProviderOutcome.Failure(ErrorCode.INTERNAL, "the provider's implementation failed: " + e, false,
                    null, 0, 0, 0, true, null, null);
        }
    }

    /** Whether the provider is there and the cluster's budget lets the call begin; if not, the call was put off or ended. */
    private boolean hasLeave(Call call) {
        if (call.gate().isAway() || call.gate().isHeldLong()) {
            waits(call, away());
            return false;
        }
        if (!call.gate().lets()) {
            waits(call, away());
            return false;
        }
        CellRun leader = call.leader();
        try {
            if (!call.takesLeave(() -> !leader.delivery().withdrawn() && !askers.isStopped(leader))) {
                call.gate().unused();
                if (leader.delivery().withdrawn()) {
                    giveUp(call);
                } else {
                    stopped(call);
                }
                return false;
            }
        } catch (InterruptedException e) {
            call.gate().unused();
            giveUp(call);
            return false;
        }
        return true;
    }

    /** Spread, so that not all who wait for a provider look at once whether it is back. */
    private static Duration away() {
        return Duration.ofMillis(AWAY_MILLIS + ThreadLocalRandom.current().nextLong(AWAY_MILLIS));
    }

    private void attempted(Call call, Attempt attempt, ProviderOutcome outcome, Duration latency) {
        call.charge(outcome);
        call.gate().meters().attempted(outcome, latency);
        try {
            call.settlesLeave(outcome, attempt, latency.toNanos());
        } catch (RuntimeException e) {
            log.error("what a call took of the budget of {} is not settled", call.leader().step().plan().provider(), e);
        }
        switch (CleanOutcome.of(outcome)) {
            case ProviderOutcome.Success success -> succeeded(call, attempt, success, latency);
            case ProviderOutcome.Failure failure -> failed(call, attempt, failure, latency);
        }
    }

    private void succeeded(Call call, Attempt attempt, ProviderOutcome.Success success, Duration latency) {
        CellRun leader = call.leader();
        Reading reading = leader.read(success);
        if (reading instanceof Reading.Unusable unusable) {
            call.tookPart(attempt, latency, unusable.error(call.attempts() + 1));
            if (call.mayBeRepaired()) {
                log.debug("unusable answer of {}: {}", leader.step().plan().provider(), unusable.why());
                call.repairs(success.answer(), unusable.why());
                again(call, Duration.ZERO);
                return;
            }
        } else {
            call.tookPart(attempt, latency, null);
            askers.keep(call, success);
        }
        askers.answered(call, success, reading);
    }

    private void failed(Call call, Attempt attempt, ProviderOutcome.Failure failure, Duration latency) {
        CellRun leader = call.leader();
        var error = new CellError(failure.code(), failure.message(), failure.transientFailure(), call.attempts() + 1);
        call.tookPart(attempt, latency, error);
        Optional<Duration> wait = call.isForgiven(failure)
                ? Optional.of(retries.waitUncounted(failure, call.attempts(), leader.step().plan()))
                : retries.waitAfter(failure, call.countedAttempts(), leader.step().plan());
        if (wait.isPresent()) {
            log.debug("{} of {}: {}; again in {} ms", failure.code(), leader.step().plan().provider(),
                    failure.message(), wait.get().toMillis());
            again(call, wait.get());
            return;
        }
        if (failure.transientFailure()) {
            call.gate().meters().exhausted();
        }
        askers.failed(call, failure, error);
    }

    private void again(Call call, Duration wait) {
        call.gate().meters().retried();
        call.leader().callEnded();
        waits(call, wait);
    }

    private void waits(Call call, Duration wait) {
        String lane = call.leader().step().plan().lane();
        call.leader().delivery().park();
        waiting.add(lane, 1);
        timer.after(wait, call.leader().delivery()::withdrawn, () -> {
            waiting.add(lane, -1);
            call.leader().delivery().unpark();
            begin(call);
        });
    }

    /**
     * Before a call that costs it is on record that it begins, so that should this worker die whoever finds the task
     * charges the call and does not repeat it.
     */
    private boolean isAnnounced(Call call) {
        if (call.worstCost() == 0 || call.isAnnounced()) {
            return true;
        }
        var acknowledged = new CountDownLatch(1);
        reporter.begins(call.leader(), call.atRisk(), acknowledged::countDown);
        try {
            acknowledged.await();
            call.announced();
            return !call.leader().delivery().withdrawn();
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** The last look before the call. */
    private boolean beginsFor(Call call) {
        CellRun leader = call.leader();
        if (!admission.begin(leader.task(), call.worstCost())) {
            return false;
        }
        leader.callBegan(() -> admission.end(leader.task()));
        return true;
    }

    private void stopped(Call call) {
        askers.stopped(call).forEach(this::asksAnew);
    }

    private void giveUp(Call call) {
        askers.givenUp(call).forEach(this::asksAnew);
    }

    private void asksAnew(CellRun asker) {
        asker.delivery().unpark();
        Call call = ask(asker);
        if (call != null) {
            Thread.startVirtualThread(() -> begin(call));
        }
    }
}
