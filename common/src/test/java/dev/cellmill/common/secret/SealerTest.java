package dev.cellmill.common.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final String OLD = Sealer.newKey();
    private static final String NEW = Sealer.newKey();

    @Property(tries = 100)
    void whatIsSealedOpensAtItsPlaceAlone(@ForAll String text, @ForAll String place) {
        var sealer = Sealer.of(OLD);
        String well = new String(text.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
        String sealed = sealer.seal(well, place);

        assertThat(sealer.open(sealed, place)).contains(well);
        assertThat(sealer.open(sealed, place + "x")).isEmpty();
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTimeAndIsNotInIt() {
        var sealer = Sealer.of(OLD);

        assertThat(sealer.seal("whsec_canary", "a")).isNotEqualTo(sealer.seal("whsec_canary", "a"))
                .doesNotContain("whsec_canary");
    }

    @Test
    void anOlderKeyStillOpensAndTheFirstSeals() {
        String before = Sealer.of(OLD).seal("text", "a");
        var rotated = Sealer.of(NEW + ", " + OLD);

        assertThat(rotated.open(before, "a")).contains("text");
        assertThat(before).doesNotStartWith(rotated.currentPrefix());
        assertThat(rotated.seal("text", "a")).startsWith(rotated.currentPrefix());
        assertThat(Sealer.of(OLD).open(rotated.seal("text", "a"), "a")).isEmpty();
    }

    @Test
    void whatWasChangedOpensNothing() {
        var sealer = Sealer.of(OLD);
        String sealed = sealer.seal("text", "a");
        int dot = sealed.lastIndexOf('.') + 1;
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(dot));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(sealer.open(sealed.substring(0, dot) + Base64.getEncoder().encodeToString(changed), "a"))
                    .isEmpty();
        }
        assertThat(sealer.open(sealed.substring(0, dot) + "AAAA", "a")).isEmpty();
        assertThat(sealer.open(sealed.substring(0, dot) + "no Base64", "a")).isEmpty();
    }

    @Test
    void whatWasStoredBeforeThereWereKeysIsItself() {
        assertThat(Sealer.of("").open("whsec_plain", "a")).contains("whsec_plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void withoutAKeyNothingIsSealed(String configured) {
        var sealer = Sealer.of(configured);

        assertThat(sealer.ready()).isFalse();
        assertThatThrownBy(() -> sealer.seal("text", "a")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-base64-canary", "c2hvcnQtY2FuYXJ5"})
    void aBadKeyIsNamedByItsNumberAndNotShown(String bad) {
        assertThatThrownBy(() -> Sealer.of(OLD + "," + bad)).isInstanceOf(BadSecretsKey.class)
                .hasMessageStartingWith("Key 2 of CELLMILL_SECRETS_KEY").hasMessageNotContaining(bad);
    }
}
