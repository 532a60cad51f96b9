package dev.cellmill.worker.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.Repair;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.transport.FaultyServer;
import dev.cellmill.worker.provider.transport.HttpProviderContract;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

class AnthropicProviderTest extends HttpProviderContract {
    private static final OutputType TYPED = new OutputType(OutputType.Kind.JSON, List.of(),
            Json.MAPPER.readTree("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}"));

    @Override
    protected Provider provider(URI server) {
        return AnthropicWords.provider(server, SECRET, calls);
    }

    @Override
    protected String goodAnswer(int length) {
        return AnthropicWords.message(AnthropicWords.text("x".repeat(length)), "end_turn");
    }

    @Test
    void asksAsTheProtocolHasIt() throws IOException {
        try (var server = good(3)) {
            var request = new ProviderRequest("small", "Say x", "Be brief", List.of(new PlannedStep.Example("p", "a")),
                    Map.of(), Map.of(), Map.of("temperature", IntNode.valueOf(0)), 100, OutputType.TEXT, LONG, false);
            var success = (Success) shown(provider(server.uri()), request);
            assertThat(success.answer().stringValue()).isEqualTo("xxx");
            assertThat(success.inputTokens()).as("with what went into and came from its cache").isEqualTo(10);
            assertThat(success.outputTokens()).isEqualTo(3);
            assertThat(success.cost()).as("10 x 1000 + 3 x 5000 nano-dollars").isEqualTo(25_000);
            assertThat(server.requests().getFirst().head()).startsWith("POST /v1/messages HTTP/1.1\r\n")
                    .containsIgnoringCase("x-api-key: " + SECRET + "\r\n")
                    .containsIgnoringCase("anthropic-version: 2023-06-01\r\n")
                    .doesNotContainIgnoringCase("authorization");
            assertThat(Json.MAPPER.readTree(server.requests().getFirst().body())).isEqualTo(Json.MAPPER.readTree("""
                    {"model":"small","max_tokens":100,"system":"Be brief","messages":[{"role":"user","content":"p"},
                    {"role":"assistant","content":"a"},{"role":"user","content":"Say x"}],"temperature":0}"""));
        }
    }

    @Test
    void anAnswerIsAlwaysBounded() {
        assertThat(
                MessagesRequest.body(request(Map.of(), OutputType.TEXT, LONG), "m", null, true, false).get("max_tokens")
                        .intValue())
                .isEqualTo(4_096);
        var profile = provider(URI.create("http://127.0.0.1:1")).profile();
        assertThat(profile.models().get("small").maxTokens()).as("so that a budget can hold").isEqualTo(4_096);
        assertThat(profile.family()).isEqualTo(ProviderFamily.LLM);
        assertThat(profile.kind()).isEqualTo("anthropic");
    }

    @Test
    void aTypedAnswerIsTheInputOfATool() throws IOException {
        String content = AnthropicWords.text("Let me see")
                + ",{\"type\":\"tool_use\",\"name\":\"answer\",\"input\":{\"a\":1}}";
        try (var server = FaultyServer.saying(200, "", AnthropicWords.message(content, "tool_use"))) {
            var success = (Success) shown(provider(server.uri()), request(Map.of(), TYPED, LONG));
            assertThat(success.answer().stringValue()).isEqualTo("{\"a\":1}");
            JsonNode asked = Json.MAPPER.readTree(server.requests().getFirst().body());
            assertThat(asked.at("/tools/0/input_schema")).isEqualTo(TYPED.schema());
            assertThat(asked.get("tool_choice")).hasToString("{\"type\":\"tool\",\"name\":\"answer\"}");
        }
    }

    /** A tool's input is an object: what is none is asked for as the member of one. */
    @Test
    void aScalarIsAskedForAsAMemberOfTheToolsInput() {
        JsonNode asked = body(OutputType.of(OutputType.Kind.NUMBER), true);
        assertThat(asked.at("/tools/0/input_schema/properties/value/type").stringValue()).isEqualTo("number");
        assertThat(asked.get("tool_choice")).hasToString("{\"type\":\"tool\",\"name\":\"answer\"}");
    }

    @Test
    void noToolIsMadeWhereThereIsNothingToHoldToOrTheServerTakesNone() {
        assertThat(body(OutputType.of(OutputType.Kind.JSON), true).has("tools")).isFalse();
        assertThat(body(OutputType.TEXT, true).has("tools")).isFalse();
        assertThat(body(TYPED, false).has("tools")).isFalse();
    }

    @Test
    void aModelIsShownItsAnswerAndWhatWasWrongWithIt() {
        var request = request(Map.of(), TYPED, LONG).with(new Repair("about twelve", "no number"));
        JsonNode messages = MessagesRequest.body(request, "m", null, true, false).get("messages");
        assertThat(messages.valueStream().map(message -> message.get("role").stringValue()))
                .containsExactly("user", "assistant", "user");
        assertThat(messages.get(1).get("content").stringValue()).isEqualTo("about twelve");
        assertThat(messages.get(2).get("content").stringValue()).contains("no number");
    }

    private JsonNode body(OutputType output, boolean inForm) {
        return MessagesRequest.body(request(Map.of(), output, LONG), "m", null, inForm, false);
    }

    @ParameterizedTest
    @CsvSource({"max_tokens,OUTPUT_INVALID,maxTokens", "refusal,PROVIDER_REJECTED,refused"})
    void anAnswerOfNoUseIsCharged(String reason, ErrorCode code, String words) throws IOException {
        try (var server = FaultyServer.saying(200, "", AnthropicWords.message("", reason))) {
            var failure = failure(call(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.message()).contains(words);
            assertThat(failure.transientFailure()).isFalse();
            assertThat(failure.cost()).isEqualTo(25_000);
        }
    }

    @Test
    void overloadPassesAndCostsNothing() throws IOException {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
        try (var server = FaultyServer.saying(529, "", body)) {
            var failure = failure(call(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.costUnknown()).isFalse();
            assertThat(failure.message()).contains("Overloaded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"content\":\"x\"}", "{\"content\":[]}",
            "{\"content\":[{\"type\":\"thinking\"}]}"})
    void whatHoldsNoTextIsInvalid(String body) throws IOException {
        try (var server = FaultyServer.saying(200, "", body)) {
            assertThat(failure(call(server.uri(), LONG)).code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
        }
    }
}
