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

    /** Absent and null are one; unknown fields of newer versions are passed over; doubled keys are an error. */
    public static final JsonMapper MAPPER = JsonMapper.builder(factory())
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
