package dev.cellmill.worker.run;

import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.message.Reservation;
import dev.cellmill.common.plan.WorstCase;
import dev.cellmill.common.template.CellText;
import dev.cellmill.worker.budget.ClusterRateLimiter;
import dev.cellmill.worker.budget.ProviderBudget;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.Repair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One request on its way to an answer, over all its attempts. One thread at a time works on it; only
 * {@link #expire} comes from another.
 */
final class Call {
    private static final long BYTES_PER_TOKEN = 4;
    private static final long USUAL_OUTPUT = 500;

    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private final CellRun leader;
    private final ProviderGate gate;
    private final Calls calls;
    private final List<StepTrace.Attempt> trace = new ArrayList<>(1);
    private @Nullable ProviderRequest request;
    private volatile @Nullable Attempt attempt;
    private long inputTokens;
    private long outputTokens;
    private long cost;
    private Charge charged = Charge.NONE;
    /** Of the first request; reckoned when first asked for. */
    private long requestBytes = -1;
    private boolean repaired;
    private boolean placed;
    private ProviderBudget.@Nullable Permit permit;
    private long firstBegan;
    /** Nano-dollars that are on record as being at risk; -1 for none. */
    private long announced = -1;
    private int forgiven;
    private @Nullable WrittenText written;
    private StepTrace.@Nullable Output output;

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

    /** Those that count against the step's attempts. */
    int countedAttempts() {
        return trace.size() - forgiven;
    }

    /**
     * Whether the last attempt does not count: it cost nothing, and no other call to the provider has succeeded since the
     * first attempt began, so it was not this request that failed.
     */
    boolean isForgiven(ProviderOutcome.Failure failure) {
        if (gate.budget() == null) {
            return false;
        }
        boolean free = !failure.costUnknown() && failure.cost() == 0;
        boolean providers = isDown(failure) || failure.code() == ErrorCode.PROVIDER_RATE_LIMITED;
        boolean forgives = failure.transientFailure() && free && providers && !gate.hasSucceededSince(firstBegan);
        if (forgives) {
            forgiven++;
        }
        return forgives;
    }

    /** Waits for the cluster's budget. @param wanted asked while waiting @return whether it was wanted to the end */
    boolean takesLeave(BooleanSupplier wanted) throws InterruptedException {
        ClusterRateLimiter budget = gate.budget();
        if (budget == null) {
            return true;
        }
        long asked = System.nanoTime();
        permit = budget.acquire(gate.tokens().tokens(estimate()), wanted);
        gate.meters().waitedForBudget(System.nanoTime() - asked);
        return permit != null;
    }

    /** Whether its place in the cluster's budget has passed while it waited for something else. */
    boolean isLate() {
        return gate.budget() != null && permit != null && gate.budget().isLate(permit);
    }

    /** The call is not made. */
    void returnsLeave() {
        gate.unused();
        if (gate.budget() != null && permit != null) {
            gate.budget().unused(permit);
        }
    }

    /** What the attempt has taken of the budget, and what it tells of the provider. */
    void settlesLeave(ProviderOutcome outcome, Attempt ended, long nanos) {
        ClusterRateLimiter budget = gate.budget();
        if (budget == null || permit == null) {
            return;
        }
        budget.told(outcome.quota());
        switch (outcome) {
            case ProviderOutcome.Success success -> {
                long counted = success.inputTokens() + success.outputTokens();
                budget.took(permit, counted);
                gate.tokens().counted(estimate(), counted);
                gate.ended(false, nanos);
                gate.succeeded();
            }
            case ProviderOutcome.Failure failure -> {
                long counted = failure.inputTokens() + failure.outputTokens();
                if (failure.code() == ErrorCode.PROVIDER_RATE_LIMITED) {
                    budget.refused(failure.retryAfter(), ended.startedNanos());
                    budget.unused(permit);
                } else if (failure.costUnknown()) {
                    budget.took(permit, permit.tokens());
                } else if (isDown(failure)) {
                    budget.unused(permit);
                } else {
                    budget.took(permit, counted);
                }
                gate.ended(isDown(failure), nanos);
            }
        }
    }

    private static boolean isDown(ProviderOutcome.Failure failure) {
        return failure.code() == ErrorCode.PROVIDER_UNAVAILABLE || failure.code() == ErrorCode.PROVIDER_TIMEOUT;
    }

    /** Tokens of question and answer, as far as can be told before: a token is about four bytes. */
    private long estimate() {
        if (!leader.step().isLanguageModel()) {
            return 0;
        }
        Integer most = leader.step().plan().maxTokens();
        return requestBytes() / BYTES_PER_TOKEN + (most == null ? USUAL_OUTPUT : most);
    }

    private long requestBytes() {
        if (requestBytes < 0) {
            requestBytes = leader.step().worst().requestBytes(request().prompt(), request().system());
        }
        return requestBytes;
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
        return repaired ? worst.ofRepair(requestBytes()) : worst.ofAttempt(requestBytes());
    }

    /** What the task has cost at worst once the next attempt is over. */
    long atRisk() {
        return cost + worstCost();
    }

    /** Whether it is on record that it begins, and that it may cost so much: said once, also where it was then put off. */
    boolean isAnnounced() {
        return announced >= atRisk();
    }

    void announced() {
        announced = atRisk();
    }

    /** Whether what its job's budget set aside is enough for the next attempt. */
    boolean isCovered() {
        Reservation reservation = leader.task().reservation();
        return reservation == null || reservation.covers(atRisk());
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
        if (trace.isEmpty()) {
            firstBegan = begun.startedNanos();
        }
        attempt = begun;
    }

    /**
     * Where an earlier attempt, dispatch or step of the cell may have written, an empty text stands for none, so that the
     * cell's end clears away what they wrote.
     *
     * @param text that its last attempt wrote, null if nothing
     */
    void wrote(@Nullable WrittenText text) {
        Position at = leader.task().position();
        boolean mayHaveEarlier = attempts() > 0 || at.dispatch() > 1 || at.step() > 0;
        written = text != null || !mayHaveEarlier
                ? text
                : new WrittenText(leader.task().cell().key(), at, 0, 0, 0, WrittenText.Form.BESIDE);
    }

    @Nullable
    WrittenText written() {
        return written;
    }

    void expire(long now) {
        Attempt current = attempt;
        if (current != null && current.expire(now)) {
            Thread.startVirtualThread(() -> calls.timedOut(this, current));
        }
    }

    void tookPart(Attempt ended, Duration latency, @Nullable CellError error) {
        trace.add(new StepTrace.Attempt(ended.startedAt(), latency.toMillis(), error, charged.inputTokens(),
                charged.outputTokens(), charged.cost()));
        charged = Charge.NONE;
        output = ended.output() == null ? null : ended.output().summary();
    }

    /** What an attempt cost, whether or not it was of use; before it {@link #tookPart}. */
    void charge(ProviderOutcome outcome) {
        long worst = worstCost();
        switch (outcome) {
            case ProviderOutcome.Success success -> charge(success.inputTokens(), success.outputTokens(),
                    success.cost());
            case ProviderOutcome.Failure failure -> charge(failure.inputTokens(), failure.outputTokens(),
                    failure.costUnknown() ? Math.max(failure.cost(), worst) : failure.cost());
        }
        if (leader.task().reservation() != null && charged.cost() > worst) {
            log.warn(
                    "provider {} charged {} nano-dollars for a call that could cost {} at most by its bytes, its bound and"
                            + " its price; the job is paused once that is more than its budget set aside. Look at what the provider"
                            + " counts",
                    leader.step().plan().provider(), charged.cost(), worst);
        }
    }

    private void charge(long input, long output, long nanoDollars) {
        inputTokens += input;
        outputTokens += output;
        cost += nanoDollars;
        gate.meters().charged(nanoDollars);
        charged = new Charge(input, output, nanoDollars);
    }

    /** Of the attempt that has just ended; in nano-dollars. */
    private record Charge(long inputTokens, long outputTokens, long cost) {
        private static final Charge NONE = new Charge(0, 0, 0);
    }

    /** An unusable answer gets one more attempt, once. @return whether it has one left */
    boolean mayBeRepaired() {
        boolean first = !repaired;
        repaired = true;
        return first && leader.step().isLanguageModel() && leader.step().plan().endpoint() == null
                && attempts() < leader.step().plan().maxAttempts();
    }

    /** The attempts from now on show the model what was wrong with its answer. */
    void repairs(JsonNode answer, String why) {
        request = request().with(new Repair(CellText.of(answer), why));
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
        if (gate.isLocal()) {
            return null;
        }
        StepTrace whole = Served.trace(leader.step(), leader.task().position().step(), outcome, attempts);
        return attempts.isEmpty() || output == null ? whole : whole.with(output);
    }
}
