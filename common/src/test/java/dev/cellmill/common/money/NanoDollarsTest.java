package dev.cellmill.common.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NanoDollarsTest {

    @Property
    void dollarsAndBackIsExact(@ForAll long nanoDollars) {
        assertThat(NanoDollars.ofDollars(NanoDollars.toDollars(nanoDollars))).isEqualTo(nanoDollars);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5.00, 5000000000", "0.00000025, 250", "0.0000000001, 1", "0.0000000011, 2", "1e-12, 1"})
    void aFractionOfANanoDollarIsRoundedUp(BigDecimal dollars, long nanoDollars) {
        assertThat(NanoDollars.ofDollars(dollars)).isEqualTo(nanoDollars);
    }

    @Test
    void moreThanFitsIsRefused() {
        assertThatThrownBy(() -> NanoDollars.ofDollars(new BigDecimal("1e10"))).isInstanceOf(ArithmeticException.class);
    }
}
