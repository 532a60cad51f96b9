package dev.cellmill.worker.provider;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One provider of the operator's configuration, variables resolved.
 *
 * @param values its keys as they stand under {@code providers.NAME}; may hold secrets
 * @param configHash over the values with variables unresolved, so that it holds no trace of a secret
 * @param missingVariable an unset variable that the values name; the provider is then announced but never called
 * @param secrets what variables put into the values; never to be shown
 * @param defaultModel of the configuration's {@code default}, if it names this provider
 */
public record ProviderSettings(
        String name,
        JsonNode values,
        String configHash,
        @Nullable String missingVariable,
        Set<String> secrets,
        boolean isDefault,
        @Nullable String defaultModel) {

    public ProviderSettings {
        requireNonNull(name, "name is null");
        requireNonNull(values, "values is null");
        requireNonNull(configHash, "configHash is null");
        secrets = Set.copyOf(secrets);
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + name + "]";
    }
}
