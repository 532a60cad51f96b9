package dev.cellmill.worker.provider.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class LanguageAnswersTest {
    private final LanguageAnswers answers = new LanguageAnswers();

    @Test
    void isRightOnNearlyAllShortNotes() throws IOException {
        List<String[]> sentences = sentences();
        List<String[]> wrong = sentences.stream().filter(line -> !line[0].equals(language(line[1]))).toList();
        assertThat(sentences).hasSizeGreaterThan(130);
        assertThat(wrong).extracting(line -> String.join(": ", line)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void isAsSureAsItIsRight() throws IOException {
        double sure = sentences().stream().mapToDouble(line -> answer(line[1]).get("confidence").doubleValue())
                .average().orElse(0);
        assertThat(sure).isBetween(0.9, 0.99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "12345", "!?", "https://example.com/de/über-uns", "ann@example.com", "🙂",
            "ᚠᚢᚦ"})
    void aTextWithoutWordsHasNoLanguage(String text) {
        assertThat(answer(text)).hasToString("{\"language\":null,\"confidence\":0.0}");
    }

    @ParameterizedTest
    @CsvSource({"見積もりをお願いします, ja", "请寄报价单, zh", "견적서 부탁드립니다, ko", "Ζητά προσφορά, el", "มาแล้ว, th"})
    void aScriptOfOneLanguageIsThatLanguage(String text, String language) {
        assertThat(language(text)).isEqualTo(language);
        assertThat(answer(text).get("confidence").doubleValue()).isEqualTo(1);
    }

    @Test
    void addressesSayNothingOfTheLanguage() {
        assertThat(language("Bitte zurückrufen, siehe https://www.example.com/please-call-back-soon-thank-you"))
                .isEqualTo("de");
    }

    @Test
    void aLongWordTakesNoLongerThanAnyText() {
        assertThat(answer("a".repeat(2_000_000)).get("confidence").doubleValue()).isBetween(0.0, 1.0);
    }

    @Test
    void aLongTextIsReadAtItsBeginning() {
        assertThat(language("Bitte nach den Feiertagen zurückrufen. ".repeat(50_000))).isEqualTo("de");
    }

    private List<String[]> sentences() throws IOException {
        try (var file = Objects.requireNonNull(getClass().getResourceAsStream("sentences.tsv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t"))
                    .toList();
        }
    }

    private String language(String text) {
        return answer(text).path("language").asString();
    }

    private ObjectNode answer(String text) {
        return answers.answer(Map.of("text", text));
    }
}
