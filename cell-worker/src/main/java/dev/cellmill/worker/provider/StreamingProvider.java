package dev.cellmill.worker.provider;

/** A provider whose answers come piece by piece. */
public interface StreamingProvider extends Provider {

    /**
     * As {@link #call(ProviderRequest)}. What was written to {@code output} by an attempt that failed is void.
     *
     * @param output takes each piece of the answer as soon as it is there; joined they are the answer's text
     */
    ProviderOutcome call(ProviderRequest request, AttemptOutput output);

    @Override
    default ProviderOutcome call(ProviderRequest request) {
        return call(request, AttemptOutput.NONE);
    }
}
