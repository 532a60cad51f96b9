package dev.cellmill.worker.provider.openai;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.plan.ProviderProfile.Cache;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.SettingsReader;
import dev.cellmill.worker.provider.SharedSettings;
import dev.cellmill.worker.provider.transport.HttpCalls;
import dev.cellmill.worker.provider.transport.Secrets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Kind {@code openai}. */
@Component
final class OpenAiProviderFactory implements ProviderFactory {
    private static final int CONCURRENCY = 5;
    private static final Cache CACHE = new Cache(Cache.Mode.PERSISTENT, Duration.ofDays(30));

    private final HttpCalls calls;

    OpenAiProviderFactory(HttpCalls calls) {
        this.calls = calls;
    }

    @Override
    public String kind() {
        return "openai";
    }

    @Override
    public Provider create(ProviderSettings settings) {
        SettingsReader reader = SettingsReader.of(settings);
        OpenAiSettings own = OpenAiSettings.read(reader);
        SharedSettings shared = SharedSettings.read(
                reader, SharedSettings.ownLane(settings.name()), CONCURRENCY, CACHE);
        reader.refuseOtherKeys();
        var secrets = new HashSet<>(settings.secrets());
        own.headers().values().forEach(value -> secrets.add(value.startsWith("Bearer ") ? value.substring(7) : value));
        return new OpenAiProvider(profile(settings, own, shared), own, new Secrets(secrets), calls);
    }

    private ProviderProfile profile(ProviderSettings settings, OpenAiSettings own, SharedSettings shared) {
        return new ProviderProfile(
                settings.name(),
                kind(),
                ProviderFamily.LLM,
                shared.lane(),
                settings.configHash(),
                settings.missingVariable(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                own.models(),
                defaultModel(settings, own),
                settings.isDefault(),
                shared.limits(),
                BigDecimal.ZERO,
                shared.cache());
    }

    /** The one that the configuration names, else the only one there is. */
    private static @Nullable String defaultModel(ProviderSettings settings, OpenAiSettings own) {
        if (settings.defaultModel() != null) {
            return settings.defaultModel();
        }
        return own.models().size() == 1 ? own.models().keySet().iterator().next() : null;
    }
}
