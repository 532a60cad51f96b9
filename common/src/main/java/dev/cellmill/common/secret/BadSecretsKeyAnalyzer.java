package dev.cellmill.common.secret;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes a service that refuses to start say why in a sentence. */
final class BadSecretsKeyAnalyzer extends AbstractFailureAnalyzer<BadSecretsKey> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, BadSecretsKey cause) {
        return new FailureAnalysis(cause.getMessage(), null, failure);
    }
}
