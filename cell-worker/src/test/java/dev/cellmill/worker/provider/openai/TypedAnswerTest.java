package dev.cellmill.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.OutputType.Kind;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.Repair;
import dev.cellmill.worker.provider.chat.Structured;
import dev.cellmill.worker.provider.transport.FaultyServer;
import dev.cellmill.worker.provider.transport.HttpCalls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a server is asked for a typed answer, and what of its confidence is heard. */
class TypedAnswerTest {
    private static final OutputType NUMBER = OutputType.of(Kind.NUMBER);
    private static final OutputType ANY_JSON = OutputType.of(Kind.JSON);
    private static final OutputType OBJECT = json("{\"type\":\"object\"}");
    private static final OutputType LIST = json("{\"type\":\"array\"}");

    private final HttpCalls calls = new HttpCalls();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void aServerThatTakesSchemasIsSentOne() {
        assertThat(format("schema", NUMBER, "How many?")).isEqualTo(Json.MAPPER.readTree("""
                {"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object",
                "properties":{"value":{"type":"number"}},"required":["value"],"additionalProperties":false}}}"""));
        assertThat(format("schema", OBJECT, "x")).hasToString(
                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\"}}}");
        assertThat(format("schema", OutputType.TEXT, "As JSON")).isNull();
    }

    @Test
    void schemasAreWhatServersAreTrustedWithUnlessTheOperatorSaysOtherwise() {
        assertThat(provider("{}", URI.create("http://localhost")).asksInForm()).isTrue();
    }

    /** Servers refuse to be asked for JSON unless the messages speak of it. */
    @ParameterizedTest
    @CsvSource({"schema,true,false,false", "json,true,true,false", "none,false,false,false"})
    void someJsonIsAskedForWhereTheMessagesSpeakOfIt(String mode, boolean any, boolean object, boolean list) {
        assertThat(asksForObject(mode, ANY_JSON, "As JSON")).isEqualTo(any);
        assertThat(asksForObject(mode, OBJECT, "As JSON")).isEqualTo(object);
        assertThat(asksForObject(mode, LIST, "As JSON")).isEqualTo(list);
        assertThat(format(mode, ANY_JSON, "Something")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"json", "none"})
    void aServerThatTakesNoSchemasIsSentNone(String mode) {
        for (Kind kind : Kind.values()) {
            assertThat(format(mode, OutputType.of(kind), "x")).isNull();
        }
        assertThat(provider("{\"structured\":\"%s\"}".formatted(mode), URI.create("http://localhost")).asksInForm())
                .isFalse();
    }

    @Test
    void aModelIsShownItsAnswerAndWhatWasWrongWithIt() throws IOException {
        try (var server = FaultyServer.saying(200, "", completion("12", ""))) {
            Provider provider = provider("{}", server.uri());
            provider.call(request("How many?", NUMBER));
            provider.call(request("How many?", NUMBER)
                    .with(new Repair("about twelve", "the value should be a number, not: about twelve")));
            JsonNode first = Json.MAPPER.readTree(server.requests().getFirst().body());
            JsonNode second = Json.MAPPER.readTree(server.requests().getLast().body());
            assertThat(first.get("messages")).hasSize(1);
            assertThat(second.get("messages")).isEqualTo(Json.MAPPER.readTree("""
                    [{"role":"user","content":"How many?"},{"role":"assistant","content":"about twelve"},
                    {"role":"user","content":"This answer could not be used: the value should be a number, not: about \
                    twelve. Answer again, with nothing but what was asked for."}]"""));
            assertThat(second.get("response_format")).isEqualTo(first.get("response_format"));
        }
    }

    @Test
    void probabilitiesAreAskedForWhereTheOperatorSaysThatTheServerHasThem() throws IOException {
        String logprobs = ",\"logprobs\":{\"content\":[{\"token\":\"1\",\"logprob\":-0.5},{\"token\":\"2\",\"logprob\":-0.1}]}";
        try (var server = FaultyServer.saying(200, "", completion("12", logprobs))) {
            assertThat(success(provider("{\"logprobs\":true}", server.uri()), NUMBER).confidence())
                    .isCloseTo(Math.exp(-0.3), within(1e-9));
            assertThat(Json.MAPPER.readTree(server.requests().getFirst().body()).get("logprobs").booleanValue())
                    .isTrue();
            success(provider("{}", server.uri()), NUMBER);
            assertThat(Json.MAPPER.readTree(server.requests().getLast().body()).has("logprobs")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{\\\"label\\\":\\\"a\\\",\\\"sure\\\":0.8} | 0.8", "```json\\n{\\\"sure\\\":1}\\n``` | 1.0",
            "{\\\"sure\\\":80} | ~~", "{\\\"sure\\\":\\\"0.8\\\"} | ~~", "{\\\"x\\\":1} | ~~", "sure: 0.8 | ~~"})
    void aConfidenceWithinTheAnswerCountsWhereTheOperatorSaysWhere(String text, @Nullable String confidence)
            throws IOException {
        try (var server = FaultyServer.saying(200, "", completion(text, ""))) {
            Double expected = confidence == null || confidence.isEmpty() ? null : Double.valueOf(confidence);
            assertThat(success(provider("{\"confidence\":\"/sure\"}", server.uri()), ANY_JSON).confidence())
                    .isEqualTo(expected);
            assertThat(success(provider("{}", server.uri()), ANY_JSON).confidence()).isNull();
        }
    }

    private static boolean asksForObject(String mode, OutputType output, String prompt) {
        JsonNode format = format(mode, output, prompt);
        return format != null && format.path("type").asString("").equals("json_object");
    }

    private static @Nullable JsonNode format(String mode, OutputType output, String prompt) {
        return ChatRequest
                .body(request(prompt, output), "m", 10,
                        new ChatCompletions("max_tokens", Structured.valueOf(mode.toUpperCase(Locale.ROOT)), false))
                .get("response_format");
    }

    private static Success success(Provider provider, OutputType output) {
        return (Success) provider.call(request("x", output));
    }

    private Provider provider(String values, URI server) {
        JsonNode all = ((ObjectNode) Json.MAPPER.readTree(values)).put("baseUrl", server.toString());
        return new OpenAiProviderFactory(calls).create(named(all));
    }

    private static ProviderSettings named(JsonNode values) {
        return new ProviderSettings("gpt", values, "hash", null, Set.of(), false, null);
    }

    private static ProviderRequest request(String prompt, OutputType output) {
        return new ProviderRequest("m", prompt, null, List.of(), Map.of(), Map.of(), Map.of(), null, output,
                Duration.ofSeconds(30), false);
    }

    /** @param escaped the text as it stands within JSON */
    private static String completion(String escaped, String beside) {
        return "{\"choices\":[{\"message\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"%s}]}".formatted(escaped,
                beside);
    }

    private static OutputType json(String schema) {
        return new OutputType(Kind.JSON, List.of(), Json.MAPPER.readTree(schema));
    }
}
