package dev.cellmill.common.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** YAML that comes from outside, as a JSON tree. Thread-safe. */
public final class Yaml {
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Json.MAX_DEPTH)
                    .maxTokenCount(Json.MAX_TOKENS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Yaml() {}

    /**
     * Reads one document. An alias would arrive as the text of its name, and expanding aliases invites bombs: they are
     * refused.
     *
     * @throws tools.jackson.core.JacksonException if it cannot be read
     */
    public static JsonNode read(String text) {
        refuseAliases(text);
        return MAPPER.readTree(text);
    }

    private static void refuseAliases(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                if (((YAMLParser) parser).isCurrentAlias()) {
                    throw new StreamReadException(parser, "aliases (*name) are not read here; write the value itself");
                }
            }
        }
    }
}
