package dev.cellmill.worker.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.worker.provider.chat.PassThrough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class TranslatedChatTest {
    private static final TranslatedChat CHAT = new TranslatedChat();

    @Test
    void aRequestIsSaidInTheOtherWords() {
        assertThat(worded("""
                {"model": "m", "max_completion_tokens": 9, "temperature": 0.5, "stop": "END", "user": "u",
                 "messages": [
                   {"role": "system", "content": "Be brief."},
                   {"role": "user", "content": [{"type": "text", "text": "Weather "}, {"type": "text", "text": "here?"}]},
                   {"role": "assistant", "content": null, "tool_calls": [
                     {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{\\"at\\":1}"}}]},
                   {"role": "tool", "tool_call_id": "c1", "content": "rain"}],
                 "tools": [{"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}],
                 "tool_choice": "required"}
                """)).isEqualTo(new PassThrough.Worded.Body(object("""
                {"model": "m", "max_tokens": 9, "temperature": 0.5, "stop_sequences": ["END"], "system": "Be brief.",
                 "messages": [
                   {"role": "user", "content": "Weather here?"},
                   {"role": "assistant", "content": [{"type": "tool_use", "id": "c1", "name": "look", "input": {"at": 1}}]},
                   {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "rain"}]}],
                 "tools": [{"name": "look", "input_schema": {"type": "object"}}], "tool_choice": {"type": "any"}}
                """)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"messages\": [], \"response_format\": {}}", "{\"messages\": [], \"n\": 2}",
            "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}]}",
            "{\"messages\": [{\"role\": \"critic\", \"content\": \"x\"}]}", "{\"messages\": [], \"logprobs\": true}"})
    void whatHasNoCounterpartIsRefused(String request) {
        assertThat(worded(request)).isInstanceOf(PassThrough.Worded.Unfit.class);
    }

    @Test
    void anAnswerIsGivenBackAsACompletion() {
        PassThrough.Given given = CHAT.given("""
                {"id": "msg_1", "model": "m", "stop_reason": "tool_use", "usage": {"input_tokens": 3, "cache_read_input_tokens": 2, "output_tokens": 4},
                 "content": [{"type": "text", "text": "I look."},
                             {"type": "tool_use", "id": "c1", "name": "look", "input": {"at": 1}}]}
                """).orElseThrow();
        assertThat(given.inputTokens()).isEqualTo(5);
        assertThat(given.outputTokens()).isEqualTo(4);
        assertThat(object(given.body())).isEqualTo(object("""
                {"id": "msg_1", "object": "chat.completion", "created": 0, "model": "m", "choices": [{"index": 0,
                  "message": {"role": "assistant", "content": "I look.", "refusal": null, "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{\\"at\\":1}"}}]},
                  "logprobs": null, "finish_reason": "tool_calls"}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 4, "total_tokens": 9,
                  "prompt_tokens_details": {"cached_tokens": 2}}}
                """));
        assertThat(CHAT.given("{}")).isEmpty();
        assertThat(CHAT.given("<html>")).isEmpty();
    }

    private static PassThrough.Worded worded(String request) {
        return CHAT.worded(object(request));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }
}
