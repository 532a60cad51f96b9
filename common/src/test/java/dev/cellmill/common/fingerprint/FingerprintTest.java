package dev.cellmill.common.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Property
    void isReadAsItWasWritten(@ForAll long high, @ForAll long low) {
        var fingerprint = new Fingerprint(high, low);

        assertThat(Fingerprint.parse(fingerprint.toString())).isEqualTo(fingerprint);
        assertThat(Fingerprint.ofUuid(fingerprint.toUuid())).isEqualTo(fingerprint);
    }

    @Property
    void otherPartsHaveAnotherFingerprint(
            @ForAll @Size(max = 4) List<@CharRange(from = 'a', to = 'b') @StringLength(max = 2) String> one,
            @ForAll @Size(max = 4) List<@CharRange(from = 'a', to = 'b') @StringLength(max = 2) String> other) {
        Assume.that(!one.equals(other));

        assertThat(of(one)).isNotEqualTo(of(other));
    }

    @Test
    void partsDoNotRunTogether() {
        assertThat(of(List.of("ab", "c"))).isNotEqualTo(of(List.of("a", "bc")));
        assertThat(of(List.of("abc"))).isNotEqualTo(of(List.of("abc", "")));
    }

    @Test
    void anAbsentPartIsNotAnEmptyOne() {
        assertThat(new FingerprintBuilder().add(null).build()).isNotEqualTo(new FingerprintBuilder().add("").build());
    }

    @Test
    void aCopyGoesOnWhereItsOriginalStood() {
        var prefix = new FingerprintBuilder().add("provider");

        assertThat(prefix.copy().add("input").build()).isEqualTo(of(List.of("provider", "input")));
        assertThat(prefix.add("other").build()).isEqualTo(of(List.of("provider", "other")));
    }

    @Test
    void isTheBeginningOfASha256() {
        // printf '\0\0\0\003abc' | sha256sum
        assertThat(of(List.of("abc"))).hasToString("d04b72a650ce0f8ce4963330a53ee283");
    }

    @Test
    void whatIsNoFingerprintIsRefused() {
        assertThatThrownBy(() -> Fingerprint.parse("12")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fingerprint.parse("g".repeat(32))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Fingerprint of(List<String> parts) {
        var builder = new FingerprintBuilder();
        parts.forEach(builder::add);
        return builder.build();
    }
}
