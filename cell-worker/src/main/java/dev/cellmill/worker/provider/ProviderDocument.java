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

    ProviderDocument {
        providers = new LinkedHashMap<>(providers);
    }

    /** Without any file: an {@code openai} where the environment holds its key. */
    static ProviderDocument withoutFile(Map<String, String> environment) {
        if (environment.getOrDefault("OPENAI_API_KEY", "").isEmpty()) {
            return new ProviderDocument(null, null, Map.of());
        }
        JsonNode openai = JsonNodeFactory.instance.objectNode()
                .put("kind", "openai")
                .put("baseUrl", "https://api.openai.com/v1")
                .put("apiKey", "${OPENAI_API_KEY}");
        return new ProviderDocument("openai", null, Map.of("openai", openai));
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
