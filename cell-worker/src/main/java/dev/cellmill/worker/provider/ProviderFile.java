package dev.cellmill.worker.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Finds and reads the file of the providers. */
final class ProviderFile {
    private static final String USUAL = "providers.yaml";

    private static final YAMLMapper YAML = YAMLMapper
            .builder(YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ProviderFile() {}

    /** What complaints call the source. */
    static String name(String configured) {
        return configured.isBlank() ? USUAL : configured;
    }

    /** @throws InvalidProviderSettings if a file was named that is not there, or what is there cannot be read */
    static ProviderDocument read(String configured, Map<String, String> environment) {
        Path file = Path.of(name(configured));
        if (!Files.exists(file)) {
            if (configured.isBlank()) {
                return ProviderDocument.withoutFile(environment);
            }
            throw new InvalidProviderSettings(
                    "is not there; look at cellmill.providers.file (CELLMILL_PROVIDERS_FILE)");
        }
        return ProviderDocument.of(parse(file));
    }

    private static JsonNode parse(Path file) {
        try {
            JsonNode root = YAML.readTree(Files.readAllBytes(file));
            return root.isNull() || root.isMissingNode() ? JsonNodeFactory.instance.objectNode() : root;
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new InvalidProviderSettings("is no YAML at line %d, column %d: %s".formatted(
                    place.getLineNr(), place.getColumnNr(), e.getOriginalMessage().lines().findFirst().orElse("")));
        } catch (IOException e) {
            throw new InvalidProviderSettings("cannot be read (" + e + "); make it a file that this process may read");
        }
    }
}
