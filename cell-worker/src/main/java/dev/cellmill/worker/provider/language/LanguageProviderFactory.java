package dev.cellmill.worker.provider.language;

import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.local.LocalKind;
import java.util.List;
import org.springframework.stereotype.Component;

/** Kind {@code language}. */
@Component
final class LanguageProviderFactory implements ProviderFactory {
    private static final LocalKind KIND = new LocalKind(
            "language",
            List.of("text"),
            List.of("text"),
            List.of("language", "confidence"));

    private final LanguageAnswers answers = new LanguageAnswers();

    @Override
    public String kind() {
        return KIND.kind();
    }

    @Override
    public Provider create(ProviderSettings settings) {
        return KIND.provider(settings, answers);
    }

    @Override
    public boolean isBuiltIn() {
        return true;
    }
}
