package dev.cellmill.worker.provider.http;

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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Kind {@code http}. */
@Component
final class HttpProviderFactory implements ProviderFactory {
    private static final int CONCURRENCY = 10;
    private static final Cache CACHE = new Cache(Cache.Mode.PERSISTENT, Duration.ofMinutes(5));

    private final HttpCalls calls;

    HttpProviderFactory(HttpCalls calls) {
        this.calls = calls;
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public Provider create(ProviderSettings settings) {
        SettingsReader reader = SettingsReader.of(settings);
        HttpSettings own = HttpSettings.read(reader);
        SharedSettings shared = SharedSettings.read(
                reader, SharedSettings.ownLane(settings.name()), CONCURRENCY, CACHE);
        reader.refuseOtherKeys();
        return new HttpProvider(profile(settings, own, shared), own, secrets(settings), calls);
    }

    /** Variables, and what stands in headers without a template: that is where keys stand. */
    private static Secrets secrets(ProviderSettings settings) {
        var secrets = new HashSet<>(settings.secrets());
        settings.values().path("request").path("headers").forEach(value -> {
            String text = value.asString("");
            if (!text.contains("{{")) {
                secrets.add(text);
                secrets.add(text.substring(text.lastIndexOf(' ') + 1));
            }
        });
        return new Secrets(secrets);
    }

    private ProviderProfile profile(ProviderSettings settings, HttpSettings own, SharedSettings shared) {
        return new ProviderProfile(
                settings.name(),
                kind(),
                ProviderFamily.HTTP,
                shared.lane(),
                settings.configHash(),
                settings.missingVariable(),
                List.of(),
                List.of(),
                List.copyOf(own.references()),
                List.of(),
                Map.of(),
                null,
                settings.isDefault(),
                shared.limits(),
                own.costPerCall(),
                shared.cache());
    }
}
