package dev.cellmill.worker.provider;

import dev.cellmill.common.fingerprint.FingerprintBuilder;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * SHA-256 over what decides a provider's answers, variables unresolved. Keys, prices, limits, lane, cache and streaming do not,
 * so that an operator who changes those does not pay for all answers anew.
 */
final class ConfigHash {
    private static final List<String> NO_MATTER = List.of("apiKey", "lane", "limits", "cache", "costPerCall", "stream");
    private static final List<String> PRICES = List.of("inputPerMillion", "outputPerMillion");

    private ConfigHash() {}

    static String of(JsonNode values) {
        ObjectNode deciding = ((ObjectNode) values).deepCopy();
        deciding.remove(NO_MATTER);
        if (deciding.get("models") instanceof ObjectNode models) {
            models.forEach(model -> {
                if (model instanceof ObjectNode prices) {
                    prices.remove(PRICES);
                }
            });
        }
        return new FingerprintBuilder().add(sorted(deciding).toString()).build().toString();
    }

    /** The order of keys does not matter; that of lists may. */
    private static JsonNode sorted(JsonNode value) {
        if (value.isObject()) {
            ObjectNode sorted = JsonNodeFactory.instance.objectNode();
            var keys = new TreeMap<String, JsonNode>();
            value.properties().forEach(entry -> keys.put(entry.getKey(), sorted(entry.getValue())));
            sorted.setAll(keys);
            return sorted;
        }
        if (value.isArray()) {
            var sorted = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return value;
    }
}
