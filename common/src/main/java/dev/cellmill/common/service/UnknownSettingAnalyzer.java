package dev.cellmill.common.service;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes a service that refuses to start say why in a sentence. */
final class UnknownSettingAnalyzer extends AbstractFailureAnalyzer<UnknownSetting> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, UnknownSetting cause) {
        return new FailureAnalysis(cause.getMessage(), "Take it out, or mend its name.", failure);
    }
}
