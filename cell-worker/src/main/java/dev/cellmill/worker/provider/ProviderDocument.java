package dev.cellmill.worker.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The provider configuration, variables as they stand in it.
 *
 * @param providers the values below each name, as written
 */
record ProviderDocument(@Nullable String defaultProvider, @Nullable String defaultModel,
        Map<String, JsonNode> providers) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** There without a file where its key is in the environment. */
    private record Keyed(String kind, String baseUrl, String key) {}

    /** The first that is there is the default. */
    private static final List<Keyed> KEYED = List.of(
            new Keyed("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
            new Keyed("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"));

    ProviderDocument {
        providers = new LinkedHashMap<>(providers);
    }

    /** Without any file: an {@code openai} and an {@code anthropic} where the environment holds their keys. */
    static ProviderDocument withoutFile(Map<String, String> environment) {
        var keyed = new LinkedHashMap<String, JsonNode>();
        for (Keyed provider : KEYED) {
            if (!environment.getOrDefault(provider.key(), "").isEmpty()) {
                keyed.put(provider.kind(), JsonNodeFactory.instance.objectNode()
                        .put("kind", provider.kind())
                        .put("baseUrl", provider.baseUrl())
                        .put("apiKey", "${" + provider.key() + "}"));
            }
        }
        return new ProviderDocument(keyed.isEmpty() ? null : keyed.firstEntry().getKey(), null, keyed);
    }

    /** @throws InvalidProviderSettings if the shape is not that of a provider configuration */
    static ProviderDocument of(JsonNode root) {
        var reader = new SettingsReader("", root, null, Set.of());
        SettingsReader defaults = reader.object("default");
        String provider = defaults.text("provider");
        String model = defaults.text("model");
        defaults.refuseOtherKeys();
        SettingsReader providers = reader.object("providers");
        reader.refuseOtherKeys();
        var byName = new LinkedHashMap<String, JsonNode>();
        providers.objects().forEach((name, values) -> {
            if (!NAME.matcher(name).matches()) {
                throw providers.complaint(
                        name,
                        "is no name for a provider; take 1 to 63 letters, digits, dots, - and _, a letter or digit first");
            }
            byName.put(name, values.values());
        });
        return new ProviderDocument(provider, model, byName);
    }

    /** The names in their order, those of {@code builtIn} last and only where the document does not define them. */
    Map<String, JsonNode> withBuiltIn(List<String> builtIn) {
        var all = new LinkedHashMap<>(providers);
        for (String kind : builtIn) {
            all.putIfAbsent(kind, JsonNodeFactory.instance.objectNode().put("kind", kind));
        }
        return all;
    }
}
