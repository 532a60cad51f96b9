package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.plan.ProviderProfile.Cache;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.SettingsReader;
import dev.cellmill.worker.provider.SharedSettings;
import dev.cellmill.worker.provider.transport.Credentials;
import dev.cellmill.worker.provider.transport.HttpCalls;
import dev.cellmill.worker.provider.transport.Secrets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes providers of one kind of chat server; the kind reads its own keys. */
public abstract class ChatProviderFactory implements ProviderFactory {
    private static final int CONCURRENCY = 5;
    private static final Cache CACHE = new Cache(Cache.Mode.PERSISTENT, Duration.ofDays(30));
    private static final String BEARER = "Bearer ";

    private final HttpCalls calls;

    protected ChatProviderFactory(HttpCalls calls) {
        this.calls = calls;
    }

    /** @throws dev.cellmill.worker.provider.InvalidProviderSettings naming the key and the remedy */
    protected abstract ChatServer read(SettingsReader reader);

    @Override
    public final Provider create(ProviderSettings settings) {
        SettingsReader reader = SettingsReader.of(settings);
        ChatServer server = read(reader);
        SharedSettings shared = SharedSettings.read(
                reader, SharedSettings.ownLane(settings.name()), CONCURRENCY, CACHE);
        reader.refuseOtherKeys();
        var secrets = new HashSet<>(settings.secrets());
        server.headers().values().forEach(
                value -> secrets.add(value.startsWith(BEARER) ? value.substring(BEARER.length()) : value));
        return new ChatProvider(profile(settings, server, shared), server, new Secrets(secrets,
                Credentials.among(server.headers(), settings.secrets())), calls);
    }

    private ProviderProfile profile(ProviderSettings settings, ChatServer server, SharedSettings shared) {
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
                server.models(),
                defaultModel(settings, server),
                settings.isDefault(),
                shared.limits(),
                BigDecimal.ZERO,
                shared.cache());
    }

    /** The one that the configuration names, else the only one there is. */
    private static @Nullable String defaultModel(ProviderSettings settings, ChatServer server) {
        if (settings.defaultModel() != null) {
            return settings.defaultModel();
        }
        return server.models().size() == 1 ? server.models().keySet().iterator().next() : null;
    }
}
