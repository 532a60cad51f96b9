package dev.cellmill.worker.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.chat.ChatAnswer;
import dev.cellmill.worker.provider.transport.EventReader.Next;
import dev.cellmill.worker.provider.transport.EventReader.Then;
import dev.cellmill.worker.provider.transport.ServerEvent;
import dev.cellmill.worker.provider.transport.StreamingProviderContract;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicStreamTest extends StreamingProviderContract {
    private static final String START = ",\"message\":{\"id\":\"m1\",\"model\":\"small\",\"content\":[],\"usage\":"
            + "{\"input_tokens\":7,\"cache_read_input_tokens\":3,\"output_tokens\":1}}";
    private static final String END = ",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}";

    @Override
    protected Provider provider(URI server) {
        return AnthropicWords.provider(server, SECRET, calls);
    }

    @Override
    protected List<String> events(List<String> texts) {
        var events = new ArrayList<String>();
        events.add(AnthropicWords.event("message_start", START));
        events.add(AnthropicWords.event("content_block_start",
                ",\"index\":0,\"content_block\":" + AnthropicWords.text("")));
        events.add(AnthropicWords.event("ping", ""));
        texts.forEach(text -> events.add(AnthropicWords.event("content_block_delta",
                ",\"index\":0,\"delta\":" + AnthropicWords.text(text).replace("\"text\",", "\"text_delta\","))));
        events.add(AnthropicWords.event("content_block_stop", ",\"index\":0"));
        events.add(AnthropicWords.event("message_delta", END));
        events.add(AnthropicWords.event("message_stop", ""));
        return events;
    }

    @Override
    protected String overloaded() {
        return AnthropicWords.event("error",
                ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"too many with " + SECRET + "\"}");
    }

    @Override
    protected String wholeAnswer(String text) {
        return AnthropicWords.message(AnthropicWords.text(text), "end_turn");
    }

    @Test
    void asksForAStreamAndCountsWhatItTook() throws IOException {
        try (var server = good(3)) {
            var success = (Success) read(server.uri(), LONG);
            assertThat(success.inputTokens()).isEqualTo(10);
            assertThat(success.outputTokens()).as("the last count said").isEqualTo(3);
            assertThat(Json.MAPPER.readTree(server.requests().getFirst().body()).get("stream").booleanValue()).isTrue();
            assertThat(Json.MAPPER.readTree(success.received())).isEqualTo(Json.MAPPER.readTree("""
                    {"id":"m1","type":"message","role":"assistant","model":"small","stop_reason":"end_turn",
                    "content":[{"type":"text","text":"xxx"}],
                    "usage":{"input_tokens":7,"cache_read_input_tokens":3,"output_tokens":3}}"""));
        }
    }

    @Test
    void aToolsInputComesInPieces() {
        ChatAnswer answer = tool("{\"a\"", ":1}");
        assertThat(answer.text()).isEqualTo("{\"a\":1}");
        assertThat(pieces.joined()).as("without what is said around it").isEqualTo("{\"a\":1}");
        assertThat(answer.root().at("/content/0/input/a").intValue()).isEqualTo(1);
    }

    @Test
    void anInputWithoutFieldsIsAnEmptyObject() {
        assertThat(tool("").text()).isEqualTo("{}");
        assertThat(pieces.joined()).isEqualTo("{}");
    }

    @Test
    void anInputCutOffIsKeptAsItIs() {
        ChatAnswer answer = tool("{\"a\":");
        assertThat(answer.text()).isEqualTo("{\"a\":");
        assertThat(answer.root().at("/content/0/input").stringValue()).isEqualTo("{\"a\":");
    }

    private ChatAnswer tool(String... parts) {
        var events = new MessageEvents(true, pieces);
        read(events, "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
        read(events, "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Let me see\"}}");
        read(events, "{\"type\":\"content_block_stop\"}");
        read(events, "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"tool_use\",\"input\":{}}}");
        for (String part : parts) {
            read(events, "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
                    + Json.MAPPER.writeValueAsString(part) + "}}");
        }
        read(events, "{\"type\":\"content_block_stop\"}");
        assertThat(read(events, "{\"type\":\"message_stop\"}")).isEqualTo(Then.END);
        return events.answer();
    }

    private static Next read(MessageEvents events, String data) {
        return events.read(new ServerEvent("x", data));
    }
}
