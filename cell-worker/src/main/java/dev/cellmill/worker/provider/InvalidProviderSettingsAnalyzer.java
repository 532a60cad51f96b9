package dev.cellmill.worker.provider;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot tell the operator one sentence in place of a stack trace. Named in {@code META-INF/spring.factories}. */
final class InvalidProviderSettingsAnalyzer extends AbstractFailureAnalyzer<InvalidProviderSettings> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidProviderSettings cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct the provider configuration and start again.", cause);
    }
}
