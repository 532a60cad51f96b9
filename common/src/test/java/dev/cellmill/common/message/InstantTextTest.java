package dev.cellmill.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    private static final long YEAR_0 = -62_167_219_200L;
    private static final long YEAR_10000 = 253_402_300_800L;

    @Property
    void isWhatTheJdkWritesAndIsReadBack(@ForAll @LongRange(min = YEAR_0 - 5, max = YEAR_10000 + 5) long second,
            @ForAll @IntRange(max = 999_999_999) int nano, @ForAll @IntRange(max = 9) int zeros) {
        int step = (int) Math.pow(10, zeros);
        var instant = Instant.ofEpochSecond(second, nano / step * step);

        String text = InstantText.of(instant);

        assertThat(text).isEqualTo(instant.toString());
        assertThat(InstantText.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T01:02:03Z", "2026-11-22T01:02:03.4Z", "2026-11-22T01:02:03.456789012Z",
            "2024-02-29T23:59:59Z", "2026-11-22T01:02:03+02:00", "2026-11-22T24:00:00Z", "2026-12-31T23:59:60Z",
            "2026-11-22t01:02:03z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z", "2026-11-22T01:02:03.Z"})
    void readsWhatTheJdkReads(String text) {
        assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Z", "2026-11-22", "2026-13-22T01:02:03Z", "2026-02-29T01:02:03Z",
            "2026-11-22T25:02:03Z", "2026-11-22T01:02Z", "2026-11-22T01:60:03Z", "2026-11-22T01:02:61Z",
            "2026-11-22 01:02:03Z",
            "2026-11-22T01:02:03.1234567890Z", "2026-11-22T01:02:03", "2026-11-22T01:02:0:Z",
            "2026-11-22T01:02:03,5Z"})
    void refusesWhatTheJdkRefuses(String text) {
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
