package dev.cellmill.benchmark.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "a > 0 | a",
            "max by (x) (a{b=\"c > d\", e!=\"f\"}) >= 1.5 | max by (x) (a{b=\"c > d\", e!=\"f\"})",
            "sum(rate(a{b=~\"x\\\"}\"}[5m])) != 0 | sum(rate(a{b=~\"x\\\"}\"}[5m]))",
            "a * (b == bool 0) | a * (b == bool 0)",
            "a / (b > 0) < 3 | a / (b > 0)"})
    void theComparisonAtTheTopGoesAndNoOther(String expression, String left) {
        assertThat(Expressions.withoutComparison(expression)).isEqualTo(left);
    }

    @Test
    void everyDashboardAndRuleIsRead() throws Exception {
        assertThat(Expressions.ofDashboards()).hasSizeGreaterThan(50);
        assertThat(Expressions.ofRules()).hasSizeGreaterThan(20).allSatisfy((name, expression) -> assertThat(expression)
                .isNotBlank());
    }
}
