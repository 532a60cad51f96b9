package dev.cellmill.worker.provider.email;

import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.local.LocalKind;
import java.util.List;
import org.springframework.stereotype.Component;

/** Kind {@code email}. */
@Component
final class EmailProviderFactory implements ProviderFactory {
    private static final LocalKind KIND = new LocalKind(
            "email",
            List.of("email"),
            List.of("email"),
            List.of("address", "local", "domain", "role", "valid"));

    private final EmailAnswers answers = new EmailAnswers();

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
