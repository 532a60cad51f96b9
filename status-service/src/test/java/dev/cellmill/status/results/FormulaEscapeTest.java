package dev.cellmill.status.results;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaEscapeTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "@SUM(A1)", "\tx", "\rx", "+A1", "-A1", "-1e5", "+1,5", "--1=1", "+44 20 ext. 3"})
    void whatASpreadsheetWouldRunGetsAnApostrophe(String value) {
        assertThat(FormulaEscape.escape(value)).isEqualTo("'" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "a", " =1", "1+1", "+442071838750", "+44 (20) 7183-8750", "-1.5", "-", "+", "'=1", "\n=1", "é", "😀"})
    void everythingElseStaysAsItIs(String value) {
        assertThat(FormulaEscape.escape(value)).isEqualTo(value);
    }

    @Property
    void nothingIsLostAndNothingThatRunsIsLeft(
            @ForAll @StringLength(max = 8) @Chars({'=', '@', '\t', '\r', '+', '-', ' ', '(', '.', 'x', '\'',
                    ','}) @CharRange(from = '0', to = '9') String value) {
        String escaped = FormulaEscape.escape(value);
        assertThat(escaped.endsWith(value)).isTrue();
        assertThat(escaped.substring(0, escaped.length() - value.length())).isIn("", "'");
        assertThat(escaped).doesNotMatch("(?s)[=@\t\r].*|[+-].*[^0-9 ().-].*");
        assertThat(escaped.equals(value)).isEqualTo(!value.matches("(?s)[=@\t\r].*|[+-].*[^0-9 ().-].*"));
    }
}
