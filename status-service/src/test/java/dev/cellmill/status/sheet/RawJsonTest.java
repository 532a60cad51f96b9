package dev.cellmill.status.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.template.CellText;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class RawJsonTest {

    @Property(tries = 500)
    void elementsAreThoseThatAParserSees(@ForAll("arrays") ArrayNode array) {
        String printed = asPostgresPrints(array);
        List<String> elements = RawJson.elements(printed);
        assertThat(elements.stream().map(Json.MAPPER::readTree)).containsExactlyElementsOf(array);
    }

    @Property(tries = 500)
    void textIsWhatTemplatesSee(@ForAll("values") JsonNode value) {
        assertThat(RawJson.text(asPostgresPrints(value))).isEqualTo(CellText.of(value));
    }

    @Test
    void aNumberKeepsItsDigits() {
        assertThat(RawJson.text("12345678901234567890.10")).isEqualTo("12345678901234567890.10");
    }

    @Test
    void nullAndAbsentAreEmpty() {
        assertThat(RawJson.text("null")).isEmpty();
        assertThat(RawJson.text(null)).isEmpty();
        assertThat(RawJson.elements("[]")).isEmpty();
        assertThat(RawJson.elements("[null, \"\"]")).containsExactly("null", "\"\"");
    }

    @Test
    void whatIsNoArrayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RawJson.elements("{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> RawJson.elements("["));
    }

    /** With a space behind each comma and colon. */
    private static String asPostgresPrints(JsonNode value) {
        return switch (value) {
            case ArrayNode array -> array.values().stream().map(RawJsonTest::asPostgresPrints).toList().toString();
            default -> value.toString();
        };
    }

    @Provide
    static Arbitrary<ArrayNode> arrays() {
        return values().list().ofMaxSize(6).map(RawJsonTest::array);
    }

    @Provide
    static Arbitrary<JsonNode> values() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Arbitrary<String> texts = Arbitraries.strings().withChars("[]{},:\\\" \nab\u00e9\u2028").ofMaxLength(8);
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                texts.map(json::stringNode),
                Arbitraries.integers().map(json::numberNode),
                Arbitraries.of(json.booleanNode(true), json.booleanNode(false), json.nullNode()));
        Arbitrary<JsonNode> arrays = scalars.list().ofMaxSize(3).map(RawJsonTest::array);
        Arbitrary<JsonNode> objects = Arbitraries.maps(texts, Arbitraries.oneOf(scalars, arrays)).ofMaxSize(3)
                .map(members -> json.objectNode().setAll(members));
        return Arbitraries.oneOf(scalars, arrays, objects);
    }

    private static ArrayNode array(List<? extends JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }
}
