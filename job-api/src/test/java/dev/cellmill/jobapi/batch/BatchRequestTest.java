package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRequestTest {
    private static final String REQUEST = """
            {"input_file_id": "file-01980000000070008000000000000005", "endpoint": "/v1/embeddings",
             "completion_window": "24h", "max_cost": %s}""";

    @ParameterizedTest
    @ValueSource(strings = {"0.000000001", "5", "1000000"})
    void aBudgetIsSomeDollars(String dollars) {
        var read = BatchRequest.read(REQUEST.formatted(dollars).getBytes(StandardCharsets.UTF_8));
        assertThat(read.maxCost()).isEqualByComparingTo(dollars);
    }

    @Test
    void orThereIsNone() {
        assertThat(BatchRequest.read(REQUEST.formatted("null").getBytes(StandardCharsets.UTF_8)).maxCost()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000000.1", "0.0000000001", "1e7777777", "-1e999", "\"5\"", "{}", "true"})
    void anyOtherIsRefusedByItsName(String dollars) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> BatchRequest.read(REQUEST.formatted(dollars).getBytes(StandardCharsets.UTF_8)))
                .satisfies(refused -> assertThat(refused.problems().getFirst().pointer()).isEqualTo("/max_cost"));
    }
}
