package dev.cellmill.worker.provider.command;

import static java.util.stream.Collectors.toMap;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.InvalidProviderSettings;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderFileSettings;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.SettingsReader;
import dev.cellmill.worker.provider.SharedSettings;
import dev.cellmill.worker.provider.transport.Credentials;
import dev.cellmill.worker.provider.transport.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Kind {@code command}. */
@Component
final class CommandProviderFactory implements ProviderFactory, AutoCloseable {
    private static final int CONCURRENCY = 10;

    private final Path folder;
    private final Map<String, String> environment;
    private final Path temporary;
    /** Only where there is a command: it has a process of its own. */
    private @Nullable Programs programs;

    @Autowired
    CommandProviderFactory(ProviderFileSettings file) {
        this(file.folder(), System.getenv(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    CommandProviderFactory(Path folder, Map<String, String> environment, Path temporary) {
        this.folder = folder;
        this.environment = environment;
        this.temporary = temporary;
    }

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public Provider create(ProviderSettings settings) {
        SettingsReader reader = SettingsReader.of(settings);
        CommandSettings own = CommandSettings.read(reader, folder, environment);
        SharedSettings shared = SharedSettings.read(reader, SharedSettings.ownLane(settings.name()), CONCURRENCY,
                SharedSettings.NO_CACHE, CommandSettings.OWN_LIMITS);
        reader.refuseOtherKeys();
        return new CommandProvider(profile(settings, own, shared), own, secrets(settings, own), programs());
    }

    @Override
    public synchronized void close() throws IOException {
        if (programs != null) {
            programs.close();
            programs = null;
        }
    }

    private synchronized Programs programs() {
        try {
            if (programs == null) {
                programs = Programs.below(temporary);
            }
            return programs;
        } catch (IOException e) {
            throw new InvalidProviderSettings("commands cannot be run below %s (%s); have java.io.tmpdir name a folder"
                    .formatted(temporary, e.getMessage()) + " that this process may write");
        }
    }

    /** Variables of the file, and what the program is given beyond the usual variables: that is where keys stand. */
    private static Secrets secrets(ProviderSettings settings, CommandSettings own) {
        Map<String, String> given = own.environment().entrySet().stream()
                .filter(variable -> !CommandSettings.USUAL_VARIABLES.contains(variable.getKey()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        var secrets = new HashSet<>(settings.secrets());
        secrets.addAll(given.values());
        return new Secrets(secrets, Credentials.among(given, Set.of()));
    }

    private ProviderProfile profile(ProviderSettings settings, CommandSettings own, SharedSettings shared) {
        return new ProviderProfile(
                settings.name(),
                kind(),
                ProviderFamily.COMMAND,
                shared.lane(),
                settings.configHash(),
                settings.missingVariable(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                null,
                settings.isDefault(),
                shared.limits(),
                own.costPerCall(),
                shared.cache());
    }
}
