package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchUsageTest {

    @Test
    void whatTheAnswersSayIsAddedUp() {
        var usage = new BatchUsage();
        for (String body : new String[]{"{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}",
                "{\"a\":[{\"usage\":{\"prompt_tokens\":50}}],\"usage\":{\"input_tokens\":1,\"input_tokens_details\":{\"input_tokens\":5},\"output_tokens\":2},\"b\":{}}",
                "{\"usage\":null}", "{\"usage\":{\"prompt_tokens\":\"9\",\"completion_tokens\":1e99}}", "no JSON",
                "[]"}) {
            usage.add(new BatchCells.Outcome.Answered(body));
        }
        usage.add(new BatchCells.Outcome.Unfinished());
        assertThat(usage.input()).isEqualTo(8);
        assertThat(usage.output()).isEqualTo(5);
    }
}
