package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRequestTest {

    @Test
    void whatItMayCostIsOptional() {
        assertThat(read("null").maxCost()).isNull();
        assertThat(read("0.25").maxCost()).isEqualByComparingTo(new BigDecimal("0.25"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000001", "0.0000000001", "1e400", "-1e400", "\"1\"", "{}", "true"})
    void whatIsNoSumOfMoneyIsRefusedByItsName(String maxCost) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(maxCost))
                .withMessageContaining("max_cost");
    }

    private static BatchRequest read(String maxCost) {
        return BatchRequest.read("""
                {"input_file_id": "file-0199d3c2a1b27c3d9e4f5a6b7c8d9e0f", "endpoint": "/v1/chat/completions",
                 "completion_window": "24h", "max_cost": %s}""".formatted(maxCost).getBytes(StandardCharsets.UTF_8));
    }
}
