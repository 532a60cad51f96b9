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
        assertThat(usage.cached()).isZero();
        assertThat(usage.reasoning()).isZero();
    }

    @Test
    void soAreItsPartsAsChatsAndResponsesNameThem() {
        var usage = new BatchUsage();
        for (String body : new String[]{"""
                {"usage": {"prompt_tokens": 9, "prompt_tokens_details": {"audio_tokens": 1, "cached_tokens": 4, "more": {"cached_tokens": 50}},
                 "completion_tokens_details": {"reasoning_tokens": 2}, "completion_tokens": 3, "cached_tokens": 70}}""",
                """
                {"usage": {"input_tokens": 8, "input_tokens_details": {"cached_tokens": 5, "reasoning_tokens": 60},
                 "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 6}}}""",
                """
                {"usage": {"prompt_tokens_details": null, "completion_tokens_details": [{"reasoning_tokens": 80}],
                 "input_tokens_details": {"cached_tokens": -1}, "output_tokens_details": {"reasoning_tokens": "9"}}}"""}) {
            usage.add(new BatchCells.Outcome.Answered(body));
        }
        assertThat(usage.input()).isEqualTo(17);
        assertThat(usage.cached()).isEqualTo(9);
        assertThat(usage.output()).isEqualTo(10);
        assertThat(usage.reasoning()).isEqualTo(8);
    }
}
