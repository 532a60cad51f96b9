package dev.cellmill.jobapi.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class OverlayTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1}                      | {"b": 2}                | {"a": 1, "b": 2}
            {"a": 1}                      | {"a": 2}                | {"a": 2}
            {"a": {"b": 1, "c": 2}}       | {"a": {"c": 3}}         | {"a": {"b": 1, "c": 3}}
            {"a": {"b": {"c": 1}}}        | {"a": {"b": {"d": 2}}}  | {"a": {"b": {"c": 1, "d": 2}}}
            {"a": [1, 2, 3]}              | {"a": [4]}              | {"a": [4]}
            {"a": [{"b": 1}]}             | {"a": [{"c": 2}]}       | {"a": [{"c": 2}]}
            {"a": 1, "b": 2}              | {"a": null}             | {"b": 2}
            {"a": {"b": 1, "c": 2}}       | {"a": {"b": null}}      | {"a": {"c": 2}}
            {}                            | {"a": {"b": null}}      | {"a": {}}
            {"a": "text"}                 | {"a": {"b": 1}}         | {"a": {"b": 1}}
            {"a": {"b": 1}}               | {"a": "text"}           | {"a": "text"}
            """)
    void objectsMergeAndEverythingElseReplaces(String base, String over, String whole) {
        assertThat(Overlay.of(object(over), object(base))).isEqualTo(object(whole));
    }

    @Test
    void neitherDocumentIsChanged() {
        ObjectNode base = object("{\"a\": {\"b\": [1]}}");
        ObjectNode over = object("{\"a\": {\"c\": [2]}}");
        ((ObjectNode) Overlay.of(over, base).get("a")).removeAll();
        assertThat(base).isEqualTo(object("{\"a\": {\"b\": [1]}}"));
        assertThat(over).isEqualTo(object("{\"a\": {\"c\": [2]}}"));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }
}
