package dev.cellmill.worker.provider.local;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.SettingsReader;
import dev.cellmill.worker.provider.SharedSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What jobs are told of a local kind of provider.
 *
 * @param inputs those it knows
 * @param required those it cannot do without
 * @param fields of its answers
 */
public record LocalKind(String kind, List<String> inputs, List<String> required, List<String> fields) {
    /** Shared by all local providers: none of them holds the others up. */
    private static final String LANE = "local";

    private static final int CONCURRENCY = 100;

    public Provider provider(ProviderSettings settings, LocalAnswers answers) {
        SettingsReader reader = SettingsReader.of(settings);
        SharedSettings shared = SharedSettings.read(reader, LANE, CONCURRENCY, SharedSettings.NO_CACHE);
        reader.refuseOtherKeys();
        return new LocalProvider(profile(settings, shared), answers);
    }

    private ProviderProfile profile(ProviderSettings settings, SharedSettings shared) {
        return new ProviderProfile(
                settings.name(),
                kind,
                ProviderFamily.LOCAL,
                shared.lane(),
                settings.configHash(),
                settings.missingVariable(),
                inputs,
                required,
                List.of(),
                fields,
                Map.of(),
                null,
                settings.isDefault(),
                shared.limits(),
                BigDecimal.ZERO,
                shared.cache());
    }
}
