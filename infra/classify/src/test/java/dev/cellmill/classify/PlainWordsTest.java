package dev.cellmill.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"Crème Brûlée|creme brulee", "wait...|wait . . .", "a_b $5|a _ b $ 5",
            "«oui»|« oui »", "日本 x|日 本 x", "a\u0007b\uFEFFc|abc", "tab\there\u00A0now|tab here now",
            "5 € – ok|5 € – ok", "\uD800x|x"}, delimiter = '|')
    void isWhatTheVocabularyWasMadeOf(String text, String expected) {
        assertThat(PlainWords.of(text).strip().replaceAll(" +", " ")).isEqualTo(expected);
    }

    @Property
    void hasNoCapitalsAndNoAccents(@ForAll String text) {
        String plain = PlainWords.of(text);

        assertThat(plain).isEqualTo(plain.toLowerCase(Locale.ROOT));
        assertThat(plain.codePoints().filter(character -> Character.getType(character) == Character.NON_SPACING_MARK
                || Character.isISOControl(character))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20000", "5000000"})
    void ofAHugeTextOnlyTheBeginningIsLookedAt(int length) {
        assertThat(PlainWords.of("x".repeat(length))).hasSize(16_000);
    }
}
