package dev.cellmill.worker.provider;

import dev.cellmill.common.plan.AnswerForm;
import dev.cellmill.common.plan.ProviderProfile;

/** Answers requests. Thread-safe. */
public interface Provider {

    ProviderProfile profile();

    /** Whether it holds its model to {@link AnswerForm}s, so that an answer may come wrapped. */
    default boolean asksInForm() {
        return false;
    }

    /**
     * Makes one attempt, on the caller's (virtual) thread, within the request's timeout. Never retries, never throws
     * for what a provider may do: every outcome is a value. Interrupting the thread ends the attempt.
     */
    ProviderOutcome call(ProviderRequest request);
}
