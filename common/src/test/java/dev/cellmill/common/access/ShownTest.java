package dev.cellmill.common.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "mill.localhost", "127.0.0.1", "127.9.9.9", "[::1]", "::1"})
    void namesThatAreAlwaysThisMachinesAreItsOwn(String host) {
        assertThat(Shown.isThisMachine(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[::2]",
            "[", "", "0.0.0.0"})
    void aNameThatSomebodyGaveItsAddressIsNot(String host) {
        assertThat(Shown.isThisMachine(host)).isFalse();
    }
}
