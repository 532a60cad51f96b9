package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'n':null,'prompt':null,'service_tier':'flex','modalities':['text']}",
            "{'messages':[{'role':'user','content':'x'},{'content':null,'tool_calls':[{}]}],'n':2}",
            "{'messages':[{'content':[{'type':'text','text':'x'},{'type':'refusal','refusal':'x'}]}]}",
            "{'tools':[{'type':'function','function':{'name':'f'}},{'type':'custom'},{'name':'f'}]}"})
    void whatIsMadeOfTextIsBounded(String chat) {
        assertThat(BoundedRequest.in(Json.MAPPER.readTree(chat.replace('\'', '"')), Endpoint.CHAT_COMPLETIONS))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "CHAT_COMPLETIONS|{'messages':[{'content':'x'},{'content':[{'type':'text'},{'type':'image_url'}]}]}|messages[1].content[1].type",
            "CHAT_COMPLETIONS|{'messages':[{'content':[{'type':'input_audio'}]}]}|messages[0].content[0].type",
            "CHAT_COMPLETIONS|{'messages':[{'content':[{'type':'file','file':{'file_id':'f'}}]}]}|messages[0].content[0].type",
            "CHAT_COMPLETIONS|{'messages':[{'content':[{'text':'x'}]}]}|messages[0].content[0].type",
            "CHAT_COMPLETIONS|{'messages':[{'audio':{'id':'a'}}]}|messages[0].audio",
            "CHAT_COMPLETIONS|{'messages':{}}|messages",
            "CHAT_COMPLETIONS|{'messages':[{'content':{}}]}|messages[0].content",
            "CHAT_COMPLETIONS|{'web_search_options':{}}|web_search_options", "CHAT_COMPLETIONS|{'n':'50'}|n",
            "CHAT_COMPLETIONS|{'n':1.5}|n", "CHAT_COMPLETIONS|{'n':0}|n", "CHAT_COMPLETIONS|{'n':1000}|n",
            "CHAT_COMPLETIONS|{'modalities':['text','audio']}|modalities",
            "CHAT_COMPLETIONS|{'service_tier':'priority'}|service_tier",
            "CHAT_COMPLETIONS|{'tools':[{'type':'web_search_20250305'}]}|tools[0].type",
            "RESPONSES|{'previous_response_id':'r'}|previous_response_id",
            "RESPONSES|{'conversation':'c'}|conversation",
            "RESPONSES|{'prompt':{'id':'p'}}|prompt", "RESPONSES|{'tools':[{'type':'file_search'}]}|tools[0].type",
            "RESPONSES|{'tools':[{'type':'function'},{'type':'mcp'}]}|tools[1].type",
            "RESPONSES|{'input':[{'role':'user','content':[{'type':'input_image'}]}]}|input[0].content[0].type",
            "RESPONSES|{'input':[{'role':'user','content':[{'type':'input_file'}]}]}|input[0].content[0].type",
            "RESPONSES|{'input':[{'type':'item_reference','id':'i'}]}|input[0].type",
            "RESPONSES|{'input':[{'type':'function_call_output','output':[{'type':'input_image'}]}]}|input[0].output[0].type",
            "RESPONSES|{'input':[{'type':'reasoning','encrypted_content':'x'}]}|input[0].encrypted_content",
            "EMBEDDINGS|{'input':[{'image':'x'}]}|input[0]",
            "EMBEDDINGS|{'messages':[{'content':[{'type':'image_url'}]}]}|messages[0].content[0].type"})
    void whatMakesTheServerReadMoreIsNamed(Endpoint endpoint, String request, String member) {
        var found = requireNonNull(BoundedRequest.in(Json.MAPPER.readTree(request.replace('\'', '"')), endpoint));
        assertThat(found.member()).isEqualTo(member);
        assertThat(found.sentence()).contains(member);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "RESPONSES|{'input':'x','instructions':'y','reasoning':{'effort':'low'}}",
            "RESPONSES|{'input':[{'role':'user','content':[{'type':'input_text'}]},{'type':'function_call'},{'type':'function_call_output','output':'x'},{'type':'reasoning'}]}",
            "EMBEDDINGS|{'input':'x'}", "EMBEDDINGS|{'input':['x','y']}", "EMBEDDINGS|{'input':[1,2]}",
            "EMBEDDINGS|{'input':[[1,2],[3]]}"})
    void otherEndpointsTakeTextsInTheirWords(Endpoint endpoint, String request) {
        assertThat(BoundedRequest.in(Json.MAPPER.readTree(request.replace('\'', '"')), endpoint)).isNull();
    }
}
