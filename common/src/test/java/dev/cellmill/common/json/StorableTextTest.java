package dev.cellmill.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class StorableTextTest {

    @Test
    void nulAndHalfSurrogatesAreReplacedWhereverTheyStand() {
        JsonNode dirty = Json.MAPPER
                .readTree("{\"a\\u0000\":[\"x\\u0000\\ud83d\\ude00\",{\"b\":\"\\udc00\"}],\"c\":1}");
        assertThat(StorableText.storable(dirty))
                .hasToString("{\"a\uFFFD\":[\"x\uFFFD😀\",{\"b\":\"\uFFFD\"}],\"c\":1}");
        assertThat(StorableText.storable("a\uD800")).isEqualTo("a\uFFFD");
    }

    @Test
    void whatIsCleanStaysTheSameObject() {
        JsonNode clean = Json.MAPPER.readTree("{\"a\":[\"😀\",null,1.5,true]}");
        assertThat(StorableText.storable(clean)).isSameAs(clean);
        String text = "plain";
        assertThat(StorableText.storable(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({"plain,-1", "'a\u0000',1", "😀\udc00,2", "\ud83da,0", "😀\ud83d,2"})
    void theFirstThatCannotBeStoredIsFound(String text, int place) {
        assertThat(StorableText.firstUnstorable(text)).isEqualTo(place);
        assertThat(StorableText.isStorable(text)).isEqualTo(place < 0);
    }
}
