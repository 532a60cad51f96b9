package dev.cellmill.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.chat.StreamedAnswer;
import dev.cellmill.worker.provider.transport.EventReader.Refused;
import dev.cellmill.worker.provider.transport.EventReader.Then;
import dev.cellmill.worker.provider.transport.FaultyServer;
import dev.cellmill.worker.provider.transport.ServerEvent;
import dev.cellmill.worker.provider.transport.StreamingProviderContract;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenAiStreamTest extends StreamingProviderContract {
    private static final String DONE = "data: [DONE]\n\n";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";

    @Override
    protected Provider provider(URI server) {
        return provider(server, "");
    }

    @Override
    protected List<String> events(List<String> texts) {
        var events = new ArrayList<String>();
        events.add(data(
                "{\"id\":\"c1\",\"model\":\"small\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}"));
        texts.forEach(text -> events.add(data(chunk(text))));
        events.add(data("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}"));
        events.add(data(USAGE));
        events.add(DONE);
        return events;
    }

    @Override
    protected String overloaded() {
        return data("{\"error\":{\"type\":\"overloaded_error\",\"message\":\"too many with " + SECRET + "\"}}");
    }

    @Override
    protected String wholeAnswer(String text) {
        return "{\"choices\":[{\"message\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}".formatted(text);
    }

    @Test
    void asksForAStreamWithItsUsage() throws IOException {
        try (var server = good(3)) {
            var success = (Success) read(server.uri(), LONG);
            assertThat(success.inputTokens()).isEqualTo(7);
            assertThat(success.outputTokens()).isEqualTo(3);
            assertThat(success.cost()).as("7 x 250 + 3 x 2000 nano-dollars").isEqualTo(7_750);
            JsonNode asked = Json.MAPPER.readTree(server.requests().getFirst().body());
            assertThat(asked.get("stream").booleanValue()).isTrue();
            assertThat(asked.at("/stream_options/include_usage").booleanValue()).isTrue();
            assertThat(Json.MAPPER.readTree(success.received())).isEqualTo(Json.MAPPER.readTree("""
                    {"id":"c1","object":"chat.completion","model":"small","choices":[{"index":0,
                    "message":{"role":"assistant","content":"xxx"},"finish_reason":"stop"}],
                    "usage":{"prompt_tokens":7,"completion_tokens":3}}"""));
        }
    }

    @Test
    void aServerThatCannotStreamIsNotAskedTo() throws IOException {
        try (var server = FaultyServer.saying(200, "", wholeAnswer("a"))) {
            provider(server.uri(), ",\"stream\":false").call(request(Map.of(),
                    OutputType.TEXT, LONG));
            assertThat(server.requests().getFirst().body()).doesNotContain("stream");
        }
    }

    @Test
    void withoutUsageAStreamIsChargedByItsBytes() throws IOException {
        String stream = String.join("", events(List.of("üx"))).replace(data(USAGE), "");
        try (var server = FaultyServer.saying(200, goodHeaders(), stream)) {
            var success = (Success) read(server.uri(), LONG);
            assertThat(success.inputTokens()).isEqualTo(server.requests().getFirst().body().length());
            assertThat(success.outputTokens()).as("bytes of the text").isEqualTo(3);
            assertThat(success.cost()).isPositive();
        }
    }

    @Test
    void aStreamedRefusalIsNoAnswer() throws IOException {
        String stream = data("{\"choices\":[{\"delta\":{\"refusal\":\"I \"}}]}")
                + data("{\"choices\":[{\"delta\":{\"refusal\":\"cannot\"},\"finish_reason\":\"stop\"}]}") + DONE;
        try (var server = FaultyServer.saying(200, goodHeaders(), stream)) {
            var failure = failure(read(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
            assertThat(failure.message()).contains("I cannot");
        }
    }

    @Test
    void logProbabilitiesAreJoinedInTheShapeOfAWholeAnswer() {
        StreamedAnswer streamed = new ChatCompletions("max_tokens").stream(null, pieces);
        for (String token : List.of("a", "b")) {
            assertThat(streamed.read(
                    event("""
                    {"choices":[{"index":0,"delta":{"content":"%1$s"},"logprobs":{"content":[{"token":"%1$s","logprob":-0.5}]}}]}"""
                            .formatted(token))))
                    .isEqualTo(Then.MORE);
        }
        assertThat(streamed.read(event("[DONE]"))).isEqualTo(Then.END);
        assertThat(streamed.answer().root().at("/choices/0/logprobs/content")).isEqualTo(Json.MAPPER.readTree("""
                [{"token":"a","logprob":-0.5},{"token":"b","logprob":-0.5}]"""));
    }

    @Test
    void onlyTheFirstChoiceCounts() {
        StreamedAnswer streamed = new ChatCompletions("max_tokens").stream(null, pieces);
        streamed.read(event("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"}}]}"));
        streamed.read(event(chunk("first")));
        streamed.read(event("[DONE]"));
        assertThat(streamed.answer().text()).isEqualTo("first");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"error\":{\"code\":503}}|503",
            "{\"error\":{\"type\":\"rate_limit_error\"}}|429",
            "{\"error\":{\"code\":\"rate_limit_exceeded\"}}|429", "{\"error\":{\"code\":\"400\"}}|400",
            "{\"error\":{\"type\":\"server_error\",\"code\":null}}|500", "{\"error\":\"gone\"}|500"})
    void errorsStandForStatuses(String data, int status) {
        var refused = (Refused) new ChatCompletions("max_tokens").stream(null, pieces).read(event(data));
        assertThat(refused.status()).isEqualTo(status);
    }

    private Provider provider(URI server, String more) {
        String values = """
                {"kind":"openai","baseUrl":"%s/v1/","apiKey":"%s","models":{
                "small":{"inputPerMillion":0.25,"outputPerMillion":2.00,"maxTokens":100}}%s}""".formatted(server,
                SECRET, more);
        return new OpenAiProviderFactory(calls).create(
                new ProviderSettings("My GPT", Json.MAPPER.readTree(values), "hash", null, Set.of(), false, null));
    }

    private static String chunk(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":" + Json.MAPPER.writeValueAsString(text)
                + "},\"finish_reason\":null}]}";
    }

    private static ServerEvent event(String data) {
        return new ServerEvent("message", data);
    }

    private static String data(String json) {
        return "data: " + json + "\n\n";
    }
}
