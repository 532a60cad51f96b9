package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "CHAT_COMPLETIONS|{'choices':[{'message':{'content':'text','tool_calls':[]}}]}|'text'",
            "CHAT_COMPLETIONS|{'choices':[{'message':{'content':null,'tool_calls':[{'id':'c'}]}}]}|[{'id':'c'}]",
            "CHAT_COMPLETIONS|{'choices':[{'message':{'content':null,'refusal':'no'}}]}|'no'",
            "EMBEDDINGS|{'data':[{'embedding':[1.5]}]}|[1.5]",
            "RESPONSES|{'output':[{'type':'message','content':[{'type':'output_text','text':'a'},{'type':'output_text','text':'b'}]}]}|'ab'",
            "RESPONSES|{'output':[{'type':'function_call','name':'f'}]}|[{'type':'function_call','name':'f'}]"})
    void theAnswerIsWhatAPersonWantsToSee(Endpoint endpoint, String body, String shown) {
        assertThat(AnswerText.of(endpoint, body.replace('\'', '"'))).hasToString(shown.replace('\'', '"'));
    }

    @Test
    void whatASheetCannotHoldIsReplacedHoweverDeepItIs() {
        String body = """
                {"choices": [{"message": {"content": [
                    {"t\\u0000": "a\\u0000b\\ud83d", "n": [1%s, {"x": "\\udc00\\ud83d\\ude00"}, 1.5, true, null]}]}}]}"""
                .formatted("0".repeat(400));
        assertThat(AnswerText.of(Endpoint.CHAT_COMPLETIONS, body)).isEqualTo(Json.MAPPER.readTree("""
                [{"t\uFFFD": "a\uFFFDb\uFFFD", "n": ["1%s", {"x": "\uFFFD\uD83D\uDE00"}, 1.5, true, null]}]"""
                .formatted("0".repeat(400))));
    }
}
