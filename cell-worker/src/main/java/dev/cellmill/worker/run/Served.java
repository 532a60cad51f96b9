package dev.cellmill.worker.run;

import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.message.Usage;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one cell came by its outcome, and what was charged to it. Money in nano-dollars. */
record Served(
        ServedBy by,
        int attempts,
        long inputTokens,
        long outputTokens,
        long cost,
        long saved,
        @Nullable StepTrace trace) {

    /** No call was made. */
    static final Served NONE = new Served(ServedBy.PROVIDER, 0, 0, 0, 0, 0, null);

    /** @param by the tier of the cache that had it */
    static Served kept(CellRun run, ProviderOutcome.Success success, ServedBy by) {
        return new Served(by, 0, 0, 0, 0, success.cost(),
                trace(run.step(), run.task().position().step(), success, List.of()));
    }

    static StepTrace trace(RunnableStep step, int index, ProviderOutcome outcome, List<StepTrace.Attempt> attempts) {
        return new StepTrace(index, step.plan().provider(), step.plan().model(), outcome.sent(), outcome.received(),
                attempts, outcome instanceof ProviderOutcome.Failure failure ? failure.status() : null, null);
    }

    Usage usage(long latencyMillis) {
        return new Usage(attempts, inputTokens, outputTokens, cost, saved, latencyMillis);
    }
}
