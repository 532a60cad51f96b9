package dev.cellmill.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.worker.provider.InvalidProviderSettings;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome.Failure;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.SettingsReader;
import dev.cellmill.worker.provider.transport.FaultyServer;
import dev.cellmill.worker.provider.transport.HttpProviderContract;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

class OpenAiProviderTest extends HttpProviderContract {
    @Override
    protected Provider provider(URI server) {
        return provider("""
                {"kind":"openai","baseUrl":"%s/v1/","apiKey":"%s","models":{
                "small":{"inputPerMillion":0.25,"outputPerMillion":2.00,"maxTokens":100}}}""".formatted(server,
                SECRET));
    }

    @Override
    protected String goodAnswer(int length) {
        return completion("\"" + "x".repeat(length) + "\"", "stop", "{\"prompt_tokens\":7,\"completion_tokens\":3}");
    }

    @Test
    void asksAsTheProtocolHasIt() throws IOException {
        try (var server = FaultyServer.saying(200, "", goodAnswer(3))) {
            var success = (Success) shown(provider(server.uri()),
                    request("Say x", "Be brief", OutputType.TEXT, Map.of()));
            assertThat(success.answer()).isEqualTo(StringNode.valueOf("xxx"));
            assertThat(success.inputTokens()).isEqualTo(7);
            assertThat(success.outputTokens()).isEqualTo(3);
            assertThat(success.cost()).as("7 x 250 + 3 x 2000 nano-dollars").isEqualTo(7_750);
            assertThat(success.confidence()).isNull();
            var request = server.requests().getFirst();
            assertThat(request.head()).startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                    .containsIgnoringCase("authorization: Bearer " + SECRET)
                    .containsIgnoringCase("content-type: application/json");
            assertThat(Json.MAPPER.readTree(request.body())).isEqualTo(Json.MAPPER.readTree("""
                    {"model":"small","messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Say x"}],
                    "max_tokens":100}"""));
            assertThat(success.sent()).isEqualTo(Json.MAPPER.readTree(request.body()));
        }
    }

    @Test
    void aRequestThatIsHandedThroughGoesOnAsGivenButForItsModelAndItsAnswerComesBackWhole() throws IOException {
        String answer = "{\n \"data\": [{\"embedding\": [1.50, -0.0]}], \"usage\": {\"prompt_tokens\": 7}}\n";
        try (var server = FaultyServer.saying(200, "", answer)) {
            var success = (Success) provider(server.uri()).call(handedThrough(
                    "{\"input\":\"x\",\"model\":\"theirs\",\"deep\":{\"b\":1.50,\"a\":1e2}}", Endpoint.EMBEDDINGS));
            assertThat(success.answer()).isEqualTo(StringNode.valueOf(answer));
            assertThat(success.cost()).as("7 x 250 nano-dollars").isEqualTo(1_750);
            var request = server.requests().getFirst();
            assertThat(request.head()).startsWith("POST /v1/embeddings HTTP/1.1\r\n");
            assertThat(Json.MAPPER.readTree(request.body())).isEqualTo(Json.MAPPER.readTree(
                    "{\"input\":\"x\",\"model\":\"small\",\"deep\":{\"b\":1.50,\"a\":1e2}}"));
        }
    }

    @Test
    void aRefusalOfARequestThatIsHandedThroughKeepsItsStatusAndWords() throws IOException {
        try (var server = FaultyServer.saying(422, "", "{\"error\":{\"message\":\"too odd\"}}")) {
            var failure = (Failure) provider(server.uri()).call(handedThrough("{}", Endpoint.RESPONSES));
            assertThat(failure.status()).isEqualTo(422);
            assertThat(failure.received()).isEqualTo("{\"error\":{\"message\":\"too odd\"}}");
            assertThat(failure.transientFailure()).isFalse();
            var streamed = (Failure) provider(server.uri()).call(
                    handedThrough("{\"stream\":true}", Endpoint.CHAT_COMPLETIONS));
            assertThat(streamed.status()).isEqualTo(400);
            var torn = (Failure) provider(server.uri()).call(handedThrough("{\n\"a\": 1,}", Endpoint.RESPONSES));
            assertThat(torn.status()).isEqualTo(400);
            assertThat(torn.message()).isEqualTo(
                    "the request is no JSON, in line 2, character 8: the character } does not belong there; look at the quotes, commas and brackets before it");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anAnswerThatTellsTheKeyIsHandedThroughWithoutIt() throws IOException {
        String told = "{ \"choices\": [{\"n\": 1.50, \"message\": {\"content\": \"{\\\"k\\\": \\\"\\\\u0073"
                + SECRET.substring(1)
                + "\\\"}\"}}], \"usage\": {\"prompt_tokens\": 1, \"completion_tokens\": 1} }";
        try (var server = FaultyServer.saying(200, "", told)) {
            var success = (Success) shown(provider(server.uri()), handedThrough("{}", Endpoint.CHAT_COMPLETIONS));
            assertThat(
                    Json.MAPPER.readTree(success.answer().stringValue()).at("/choices/0/message/content").stringValue())
                    .isEqualTo("{\"k\": \"[secret]\"}");
            assertThat(success.answer().stringValue()).contains("\"n\":1.50");
        }
        String silent = "{ \"n\" : 1.50, \"usage\": {\"prompt_tokens\": 1, \"completion_tokens\": 1} }";
        try (var server = FaultyServer.saying(200, "", silent)) {
            var success = (Success) provider(server.uri()).call(handedThrough("{}", Endpoint.CHAT_COMPLETIONS));
            assertThat(success.answer().stringValue()).isEqualTo(silent);
        }
    }

    private static ProviderRequest handedThrough(String body, Endpoint endpoint) {
        return new ProviderRequest("small", body, null, List.of(), Map.of(), Map.of(), Map.of(), null,
                OutputType.TEXT, LONG, true).to(endpoint);
    }

    @Test
    void needsNoKey() throws IOException {
        try (var server = FaultyServer.saying(200, "", goodAnswer(3))) {
            provider("{\"kind\":\"openai\",\"baseUrl\":\"" + server.uri() + "\"}")
                    .call(request(Map.of(), OutputType.TEXT, LONG));
            assertThat(server.requests().getFirst().head()).doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void optionsHaveTheLastWord() {
        JsonNode body = body(Map.of("temperature", IntNode.valueOf(0), "max_completion_tokens", IntNode.valueOf(5)),
                OutputType.TEXT, "x");
        assertThat(body.get("temperature").intValue()).isZero();
        assertThat(body.get("max_completion_tokens").intValue()).isEqualTo(5);
        assertThat(body.has("max_tokens")).isFalse();
        JsonNode schema = Json.MAPPER.readTree("{\"type\":\"object\"}");
        var typed = new OutputType(OutputType.Kind.JSON, List.of(), schema);
        assertThat(body(Map.of("response_format", NullNode.getInstance()), typed, "x").has("response_format"))
                .isFalse();
    }

    @Test
    void aStepMayNotChangeWhatMakesTheAnswerReadable() {
        var outcome = provider(URI.create("http://127.0.0.1:1"))
                .call(request("x", null, OutputType.TEXT, Map.of("stream", StringNode.valueOf("true"))));
        assertThat(failure(outcome).code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
        assertThat(failure(outcome).message()).contains("stream");
    }

    @ParameterizedTest
    @CsvSource({"https://api.openai.com/v1,max_completion_tokens",
            "https://acme.openai.azure.com/openai/v1,max_completion_tokens",
            "http://localhost:11434/v1,max_tokens", "https://openai.example.com/v1,max_tokens"})
    void callsTheBoundAsTheServerDoes(String base, String name) {
        var settings = settings("{\"kind\":\"openai\",\"baseUrl\":\"" + base + "\"}");
        assertThat(new OpenAiProviderFactory(calls).read(SettingsReader.of(settings)).protocol())
                .isEqualTo(new ChatCompletions(name));
    }

    @Test
    void anAnswerCutOffIsATextAndNothingElseAndIsChargedEitherWay() throws IOException {
        try (var server = FaultyServer.saying(200, "",
                completion("\"12\"", "length", "{\"prompt_tokens\":1,\"completion_tokens\":1}"))) {
            assertThat(((Success) call(server.uri(), LONG)).answer().stringValue()).isEqualTo("12");
            var failure = failure(
                    shown(provider(server.uri()), request(Map.of(), OutputType.of(OutputType.Kind.NUMBER), LONG)));
            assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
            assertThat(failure.transientFailure()).isFalse();
            assertThat(failure.message()).contains("maxTokens");
            assertThat(failure.cost()).isEqualTo(2_250);
        }
    }

    @Test
    void aRefusalIsNoAnswer() throws IOException {
        String refusal = "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I cannot\"},\"finish_reason\":\"stop\"}]}";
        try (var server = FaultyServer.saying(200, "", refusal)) {
            var failure = failure(call(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
            assertThat(failure.message()).contains("I cannot");
        }
    }

    @Test
    void aServerThatDoesNotCountIsChargedByTheByte() throws IOException {
        try (var server = FaultyServer.saying(200, "", completion("\"xü\"", "stop", "null"))) {
            var success = (Success) call(server.uri(), LONG);
            assertThat(success.inputTokens()).isEqualTo(server.requests().getFirst().body().length());
            assertThat(success.outputTokens()).isEqualTo(3);
            assertThat(success.cost()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{}", "{\"choices\":[]}", "{\"choices\":[{}]}", "[]",
            "{\"choices\":[{\"message\":{}}]}",
            "{\"choices\":[{\"message\":{\"content\":3}}]}"})
    void whatHoldsNoTextIsInvalid(String body) throws IOException {
        try (var server = FaultyServer.saying(200, "", body)) {
            assertThat(failure(call(server.uri(), LONG)).code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
        }
    }

    @Test
    void partsOfATextAreJoined() throws IOException {
        try (var server = FaultyServer.saying(200, "",
                completion("[{\"type\":\"text\",\"text\":\"a\"},{\"text\":\"b\"}]", "stop", "{}"))) {
            assertThat(((Success) call(server.uri(), LONG)).answer().stringValue()).isEqualTo("ab");
        }
    }

    @Test
    void tellsJobsWhatItIs() {
        var profile = provider(URI.create("http://127.0.0.1:1")).profile();
        assertThat(profile.family()).isEqualTo(ProviderFamily.LLM);
        assertThat(profile.lane()).isEqualTo("my-gpt");
        assertThat(profile.defaultModel()).isEqualTo("small");
        assertThat(profile.limits().concurrency()).isEqualTo(5);
        assertThat(profile.cache().ttl()).isEqualTo(Duration.ofDays(30));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"baseURL\":\"x\"}|providers.My GPT.baseURL is unknown. Did you mean \"baseUrl\"?",
            "{\"baseUrl\":\"api.openai.com\"}|providers.My GPT.baseUrl is an address such as https://api.example.com/v1, without user, query or fragment, not api.openai.com",
            "{\"models\":{\"m\":{\"inputPerMillion\":1}}}|providers.My GPT.models.m.outputPerMillion is missing; give both prices, or none",
            "{\"models\":{\"m\":{\"inputPerMillion\":-1,\"outputPerMillion\":1}}}|providers.My GPT.models.m.inputPerMillion is USD from 0, not -1",
            "{\"headers\":{\"Host\":\"x\"}}|providers.My GPT.headers.Host is a header that the connection sets itself; leave it out",
            "{\"structured\":\"yes\"}|providers.My GPT.structured is one of schema, json, none, not yes",
            "{\"logprobs\":\"maybe\"}|providers.My GPT.logprobs is one of true, false, not maybe",
            "{\"confidence\":\"score\"}|providers.My GPT.confidence is a JSON Pointer such as /score, not score",
            "{\"maxTokensParameter\":\"tokens\"}|providers.My GPT.maxTokensParameter is one of max_tokens, max_completion_tokens, not tokens"})
    void saysWhichKeyIsWrong(String values, String sentence) {
        assertThatThrownBy(() -> provider(values)).isInstanceOf(InvalidProviderSettings.class).hasMessage(sentence);
    }

    private Provider provider(String values) {
        return new OpenAiProviderFactory(calls).create(settings(values));
    }

    private static ProviderSettings settings(String values) {
        return new ProviderSettings("My GPT", Json.MAPPER.readTree(values), "hash", null, Set.of(), false, null);
    }

    private static String completion(String content, String reason, String usage) {
        return "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":%s},\"finish_reason\":\"%s\"}],\"usage\":%s}"
                .formatted(content, reason, usage);
    }

    private static JsonNode body(Map<String, JsonNode> options, OutputType output, String prompt) {
        return ChatRequest.body(request(prompt, null, output, options), "small", 100,
                new ChatCompletions("max_tokens"));
    }

    private static ProviderRequest request(
            String prompt,
            @Nullable String system,
            OutputType output,
            Map<String, JsonNode> options) {
        return new ProviderRequest("small", prompt, system, List.of(), Map.of(), Map.of(), options, null, output, LONG,
                false);
    }
}
