package dev.cellmill.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void takesOutBlanksBetweenTokensAndNothingElse() {
        assertThat(OneLine.of("{\r\n\t\"a \\\" b\\\\\" : [ 1.0 , \"\\n \" ] , \"c\":1e5 }\n"))
                .isEqualTo("{\"a \\\" b\\\\\":[1.0,\"\\n \"],\"c\":1e5}");
        assertThat(OneLine.of("{\"a b\":\"\\\\\"}")).isEqualTo("{\"a b\":\"\\\\\"}");
    }
}
