package dev.cellmill.worker.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CleanTextTest {

    @Test
    void nulAndHalfSurrogatesAreReplacedWhereverTheyStand() {
        JsonNode dirty = Json.MAPPER
                .readTree("{\"a\\u0000\":[\"x\\u0000\\ud83d\\ude00\",{\"b\":\"\\udc00\"}],\"c\":1}");
        assertThat(CleanText.clean(dirty)).hasToString("{\"a\uFFFD\":[\"x\uFFFD😀\",{\"b\":\"\uFFFD\"}],\"c\":1}");
        assertThat(CleanText.clean("a\uD800")).isEqualTo("a\uFFFD");
    }

    @Test
    void whatIsCleanStaysTheSameObject() {
        JsonNode clean = Json.MAPPER.readTree("{\"a\":[\"😀\",null,1.5,true]}");
        assertThat(CleanText.clean(clean)).isSameAs(clean);
        String text = "plain";
        assertThat(CleanText.clean(text)).isSameAs(text);
    }
}
