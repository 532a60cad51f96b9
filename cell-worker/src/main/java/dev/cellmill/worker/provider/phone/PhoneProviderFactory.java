package dev.cellmill.worker.provider.phone;

import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.local.LocalKind;
import java.util.List;
import org.springframework.stereotype.Component;

/** Kind {@code phone}. */
@Component
final class PhoneProviderFactory implements ProviderFactory {
    private static final LocalKind KIND = new LocalKind(
            "phone",
            List.of("phone", "region"),
            List.of("phone"),
            List.of("e164", "country", "type", "national", "international", "location", "valid"));

    private final PhoneAnswers answers = new PhoneAnswers();

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
