package dev.cellmill.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexSizeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "abc | 3 | 10", "a{100} | 100 | 110", "(ab){50} | 100 | 250", "((a{9}){9}){9} | 729 | 2000",
            "a{2,30} | 30 | 40", "a{40,} | 40 | 50", "\\{9} | 2 | 10", "[{9}](a{9}) | 10 | 20", "[]a{9}]b | 2 | 5",
            "a{x} | 4 | 4", "(a/b)* | 3 | 10", "\\p{Lu}{9} | 9 | 12", "a{1000}{1000} | 1000000 | 1003005",
            "(((a{1000}){1000}){1000}){1000} | 1000000000 | 1000000000", "a)b | 2 | 5", "((( | 3 | 5"})
    void repetitionsAreWrittenOut(String regex, long least, long most) {
        assertThat(RegexSize.of(regex)).isBetween(least, most);
    }
}
