package dev.cellmill.common.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The mappers of the house. Immutable and thread-safe. */
public final class Json {
    /** Deeper JSON is refused wherever it comes from. */
    public static final int MAX_DEPTH = 100;

    /** Longer texts within JSON are refused; in characters. */
    public static final int MAX_TEXT = 16 * 1024 * 1024;

    /** More values, names and brackets within JSON or YAML that is read into a tree from a request are refused. */
    public static final int MAX_TOKENS = 100_000;

    /** Absent and null are one; unknown fields of newer versions are passed over; doubled keys are an error. */
    public static final JsonMapper MAPPER = mapper(factory(Long.MAX_VALUE));

    /** The same for what comes in a request: a tree takes many times the memory of its text, so it has a bound of its own. */
    public static final JsonMapper OUTSIDE = mapper(factory(MAX_TOKENS));

    private Json() {}

    private static JsonMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static JsonFactory factory(long tokens) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .maxTokenCount(tokens)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
