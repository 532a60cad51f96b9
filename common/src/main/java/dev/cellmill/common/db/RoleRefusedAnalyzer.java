package dev.cellmill.common.db;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes a service whose database user lacks a role say so in a sentence. */
final class RoleRefusedAnalyzer extends AbstractFailureAnalyzer<RoleRefused> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, RoleRefused cause) {
        return new FailureAnalysis(cause.getMessage(), null, failure);
    }
}
