package dev.cellmill.worker.provider.domain;

import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.local.LocalKind;
import java.util.List;
import org.springframework.stereotype.Component;

/** Kind {@code domain}. */
@Component
final class DomainProviderFactory implements ProviderFactory {
    private static final LocalKind KIND = new LocalKind(
            "domain",
            List.of("url"),
            List.of("url"),
            List.of("host", "domain", "suffix", "valid"));

    private final DomainAnswers answers = new DomainAnswers();

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
