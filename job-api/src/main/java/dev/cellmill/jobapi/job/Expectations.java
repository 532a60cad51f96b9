package dev.cellmill.jobapi.job;

import dev.cellmill.common.job.Expectation;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.jobapi.estimate.Expected;
import dev.cellmill.jobapi.estimate.Source;
import org.jspecify.annotations.Nullable;

/**
 * What one request of a step is expected to take, from the best that is known: history of the same column, history of
 * the same provider and model, what the author expects, round numbers. Prompt tokens are counted on the job's own rows,
 * which is better than what other columns had and worse than what this one had. Pure.
 */
final class Expectations {
    private static final double LLM_SECONDS = 20;
    private static final double HTTP_SECONDS = 1;
    private static final double LOCAL_SECONDS = 0.001;
    private static final double CLASSIFIER_SECONDS = 0.01;

    private Expectations() {}

    /**
     * @param same of the same column and step, null if there is none
     * @param alike of the same provider and model, null if there is none
     * @param counted tokens of its prompt; null if there were no rows to count them on
     * @param template tokens of its prompt's template as it stands
     */
    static Expected of(SharedStep shared, @Nullable Taken same, @Nullable Taken alike, @Nullable Double counted,
            double template) {
        PlannedStep step = shared.step();
        boolean prompted = step.family() == ProviderFamily.LLM;
        if (same != null && same.calls() > 0) {
            return new Expected(same.meanInputTokens(), same.meanOutputTokens(), same.meanSeconds(), Source.HISTORY,
                    same.calls());
        }
        if (alike != null && alike.calls() > 0) {
            double input = prompted && counted != null ? counted : alike.meanInputTokens();
            return new Expected(input, alike.meanOutputTokens(), alike.meanSeconds(), Source.HISTORY, alike.calls());
        }
        Expectation expect = shared.expect();
        double input = prompted ? counted == null ? template : counted : 0;
        double seconds = switch (step.family()) {
            case LLM -> LLM_SECONDS;
            case HTTP -> HTTP_SECONDS;
            case LOCAL -> LOCAL_SECONDS;
            case CLASSIFIER -> CLASSIFIER_SECONDS;
        };
        if (expect == null) {
            return new Expected(input, shared.outputTokens(), seconds, Source.DEFAULT, 0);
        }
        return new Expected(prompted && expect.inputTokens() != null ? expect.inputTokens() : input,
                shared.outputTokens(), expect.seconds() == null ? seconds : expect.seconds(), Source.EXPECT, 0);
    }
}
