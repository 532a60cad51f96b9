package dev.cellmill.common.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.jspecify.annotations.Nullable;

/** Makes a service that refuses to start say why in a sentence. */
final class OpenAddressAnalyzer extends AbstractFailureAnalyzer<OpenAddress> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, OpenAddress cause) {
        return new FailureAnalysis(cause.getMessage(), null, failure);
    }
}
