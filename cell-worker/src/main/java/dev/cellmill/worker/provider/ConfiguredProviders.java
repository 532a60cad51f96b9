package dev.cellmill.worker.provider;

import dev.cellmill.common.problem.DidYouMean;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What the operator's configuration describes, and the local providers under the names of their kinds. Immutable. */
final class ConfiguredProviders implements ProviderRegistry {
    private final Map<String, Provider> byName;

    private ConfiguredProviders(Map<String, Provider> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /** @throws InvalidProviderSettings naming the key and the remedy */
    static ConfiguredProviders of(
            ProviderDocument document,
            Collection<ProviderFactory> factories,
            Map<String, String> environment) {
        var byKind = new TreeMap<String, ProviderFactory>();
        factories.forEach(factory -> byKind.put(factory.kind(), factory));
        List<String> builtIn = factories.stream().filter(ProviderFactory::isBuiltIn).map(ProviderFactory::kind).sorted()
                .toList();
        Map<String, JsonNode> described = document.withBuiltIn(builtIn);
        String defaultName = document.defaultProvider();
        if (defaultName != null && !described.containsKey(defaultName)) {
            throw new InvalidProviderSettings("default.provider names %s, which is not among the providers.%s"
                    .formatted(defaultName, DidYouMean.among(described.keySet(), defaultName)));
        }
        var made = new LinkedHashMap<String, Provider>();
        described.forEach((name, values) -> made.put(name, make(name, values, byKind, environment, document)));
        return new ConfiguredProviders(made);
    }

    @Override
    public Optional<Provider> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public Collection<Provider> all() {
        return byName.values();
    }

    private static Provider make(
            String name,
            JsonNode written,
            Map<String, ProviderFactory> factories,
            Map<String, String> environment,
            ProviderDocument document) {
        var variables = new Variables(environment);
        JsonNode values = variables.resolve(written);
        boolean isDefault = name.equals(document.defaultProvider());
        var settings = new ProviderSettings(
                name,
                values,
                ConfigHash.of(written),
                variables.missing(),
                variables.used(),
                isDefault,
                isDefault ? document.defaultModel() : null);
        Provider provider = factory(settings, factories).create(settings);
        return variables.missing() == null ? provider : new AbsentProvider(provider.profile());
    }

    private static ProviderFactory factory(ProviderSettings settings, Map<String, ProviderFactory> factories) {
        SettingsReader reader = SettingsReader.of(settings);
        String kinds = "name one of " + String.join(", ", factories.keySet());
        String kind = reader.requiredText("kind", kinds);
        ProviderFactory factory = factories.get(kind);
        if (factory == null) {
            throw reader.complaint("kind",
                    "is unknown: %s.%s".formatted(kind, DidYouMean.among(factories.keySet(), kind)));
        }
        return factory;
    }
}
