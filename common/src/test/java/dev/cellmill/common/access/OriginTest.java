package dev.cellmill.common.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    /** Our own address is http://mill.example:8080. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,           -,                          UNSAID
            none,        -,                          UNSAID
            same-origin, -,                          OWN
            same-origin, http://mill.example:8080,   OWN
            -,           http://mill.example:8080,   OWN
            -,           http://MILL.example:8080,   OWN
            same-site,   -,                          FOREIGN
            cross-site,  -,                          FOREIGN
            cross-site,  http://mill.example:8080,   FOREIGN
            anything,    -,                          FOREIGN
            same-origin, https://mill.example,       OWN
            -,           http://evil.example,        FOREIGN
            -,           http://mill.example,        FOREIGN
            -,           https://mill.example:8080,  FOREIGN
            -,           http://mill.example:8081,   FOREIGN
            -,           http://x.mill.example:8080, FOREIGN
            -,           null,                       FOREIGN
            -,           not an origin,              FOREIGN
            """)
    void isWhatTheBrowserSays(@Nullable String site, @Nullable String origin, Origin expected) {
        assertThat(Origin.of(site, origin, "http", "mill.example", 8080)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"http, 80, http://mill.example", "https, 443, https://mill.example",
            "https, 443, https://mill.example:443"})
    void theUsualPortIsSaidOrNot(String scheme, int port, String origin) {
        assertThat(Origin.of(null, origin, scheme, "mill.example", port)).isEqualTo(Origin.OWN);
    }
}
