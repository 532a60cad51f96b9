package dev.cellmill.common.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTextTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"\"a \\\"b\\\"\" | a \"b\"", "1.50 | 1.5", "7 | 7",
            "true | true", "[1, \"x\"] | [1,\"x\"]", "{\"a\": null} | {\"a\":null}"})
    void aValueIsItsText(String json, String text) {
        assertThat(CellText.of(Json.MAPPER.readTree(json))).isEqualTo(text);
    }

    @Test
    void nothingIsTheEmptyText() {
        assertThat(CellText.of(null)).isEmpty();
        assertThat(CellText.of(Json.MAPPER.readTree("null"))).isEmpty();
        assertThat(CellText.of(Json.MAPPER.missingNode())).isEmpty();
    }
}
