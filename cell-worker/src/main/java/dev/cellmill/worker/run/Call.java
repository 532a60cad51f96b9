package dev.cellmill.worker.run;

import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.message.Reservation;
import dev.cellmill.common.plan.WorstCase;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an answer, over all its attempts. One thread at a time works on it; only
 * {@link #expire} comes from another.
 */
final class Call {
    private final CellRun leader;
    private final ProviderGate gate;
    private final Calls calls;
    private final List<StepTrace.Attempt> trace = new ArrayList<>(1);
    private @Nullable ProviderRequest request;
    private volatile @Nullable Attempt attempt;
    private long inputTokens;
    private long outputTokens;
    private long cost;
    /** Reckoned when first asked for; the request stays the same. */
    private long requestBytes = -1;
    private boolean repaired;
    private boolean placed;
    private boolean announced;

    Call(CellRun leader, ProviderGate gate, Calls calls) {
        this.leader = leader;
        this.gate = gate;
        this.calls = calls;
    }

    CellRun leader() {
        return leader;
    }

    ProviderGate gate() {
        return gate;
    }

    int attempts() {
        return trace.size();
    }

    /** Rendered at the first attempt. */
    ProviderRequest request() {
        if (request == null) {
            request = leader.step().request(leader.task(), gate);
        }
        return request;
    }

    /** What the next attempt may cost, in nano-dollars, by the prices that its job was submitted under. */
    long worstCost() {
        WorstCase worst = leader.step().worst();
        if (worst.isFree()) {
            return 0;
        }
        if (requestBytes < 0) {
            requestBytes = worst.requestBytes(request().prompt(), request().system());
        }
        return repaired ? worst.ofRepair(requestBytes) : worst.ofAttempt(requestBytes);
    }

    /** What the task has cost at worst once the next attempt is over. */
    long atRisk() {
        return cost + worstCost();
    }

    /** Whether what its job's budget set aside is enough for the next attempt. */
    boolean isCovered() {
        Reservation reservation = leader.task().reservation();
        return reservation == null || reservation.covers(atRisk());
    }

    /** Whether it is on record, or about to be, that a call began here. */
    boolean isAnnounced() {
        return announced;
    }

    void announces() {
        announced = true;
    }

    /** Whether its next attempt has a place in its job's pace, or needs none. */
    boolean isInPace() {
        return placed || !leader.task().paced();
    }

    void takesPlace() {
        placed = true;
    }

    void begins(Attempt begun) {
        placed = false;
        attempt = begun;
    }

    void expire(long now) {
        Attempt current = attempt;
        if (current != null && current.expire(now)) {
            Thread.startVirtualThread(() -> calls.timedOut(this, current));
        }
    }

    void tookPart(Attempt ended, Duration latency, @Nullable CellError error) {
        trace.add(new StepTrace.Attempt(ended.startedAt(), latency.toMillis(), error));
    }

    /** What an attempt cost, whether or not it was of use. */
    void charge(ProviderOutcome outcome) {
        switch (outcome) {
            case ProviderOutcome.Success success -> charge(success.inputTokens(), success.outputTokens(),
                    success.cost());
            case ProviderOutcome.Failure failure -> charge(failure.inputTokens(), failure.outputTokens(),
                    failure.costUnknown() ? Math.max(failure.cost(), worstCost()) : failure.cost());
        }
    }

    private void charge(long input, long output, long nanoDollars) {
        inputTokens += input;
        outputTokens += output;
        cost += nanoDollars;
    }

    /** An unusable answer gets one more attempt, once. @return whether it has one left */
    boolean mayBeRepaired() {
        boolean first = !repaired;
        repaired = true;
        return first && leader.step().isLanguageModel() && attempts() < leader.step().plan().maxAttempts();
    }

    Served served(ProviderOutcome outcome) {
        return new Served(ServedBy.PROVIDER, attempts(), inputTokens, outputTokens, cost, 0,
                trace(outcome, trace));
    }

    /** What its attempts have cost, where there will be no outcome. */
    Served spent() {
        return attempts() == 0
                ? Served.NONE
                : new Served(ServedBy.PROVIDER, attempts(), inputTokens, outputTokens, cost, 0, null);
    }

    /** For those who joined: nothing was charged to them. */
    Served joined(ProviderOutcome outcome) {
        long saved = outcome instanceof ProviderOutcome.Success success ? success.cost() : 0;
        return new Served(ServedBy.COALESCED, 0, 0, 0, 0, saved, trace(outcome, List.of()));
    }

    private @Nullable StepTrace trace(ProviderOutcome outcome, List<StepTrace.Attempt> attempts) {
        return gate.isLocal() ? null : Served.trace(leader.step(), leader.task().position().step(), outcome, attempts);
    }
}
