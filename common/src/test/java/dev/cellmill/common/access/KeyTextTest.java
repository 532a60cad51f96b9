package dev.cellmill.common.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    @Test
    void aNewKeyIsReadBackFromTheHeaderThatShowsIt() {
        KeyText key = KeyText.next();
        assertThat(KeyText.ofHeader("Bearer " + key.whole())).contains(key);
        assertThat(KeyText.ofHeader("bearer  " + key.whole() + " ")).contains(key);
        assertThat(Base64.getUrlDecoder().decode(key.secret())).hasSize(32);
    }

    @Test
    void noTwoKeysAreAlike() {
        var ids = new HashSet<String>();
        var secrets = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            KeyText key = KeyText.next();
            ids.add(key.id());
            secrets.add(key.secret());
        }
        assertThat(ids).hasSize(1_000);
        assertThat(secrets).hasSize(1_000);
    }

    @Test
    void itsTextForLogsHasNoSecret() {
        KeyText key = KeyText.next();
        assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ",
            "Basic cm_abcdefghijkl_0123456789012345678901234567890123456789012",
            "cm_abcdefghijkl_0123456789012345678901234567890123456789012", "Bearer cm_abcdefghijkl_short",
            "Bearer cm_abcdefghijkl_012345678901234567890123456789012345678901",
            "Bearer cm_abcdefghijkl_01234567890123456789012345678901234567890123",
            "Bearer cm_abcdefghijk_0123456789012345678901234567890123456789012",
            "Bearer cm_ABCDEFGHIJKL_0123456789012345678901234567890123456789012",
            "Bearer cm_abcdefghijkl_0123456789012345678901234567890123456789012 more"})
    void whatIsNoKeyIsNone(String header) {
        assertThat(KeyText.ofHeader(header)).isEmpty();
    }
}
