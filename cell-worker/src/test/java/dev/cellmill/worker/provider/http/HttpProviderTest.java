package dev.cellmill.worker.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.worker.provider.InvalidProviderSettings;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.transport.FaultyServer;
import dev.cellmill.worker.provider.transport.HttpProviderContract;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProviderTest extends HttpProviderContract {
    @Override
    protected Provider provider(URI server) {
        return provider("""
                {"kind":"http","request":{"url":"%s/companies/{{id}}?domain={{domain}}","headers":{"X-Key":"%s","X-Row":"{{row}}"}},
                "confidence":"/score","costPerCall":0.01}""".formatted(server, SECRET));
    }

    @Override
    protected String goodAnswer(int length) {
        return "{\"name\":\"" + "x".repeat(length) + "\",\"score\":0.5}";
    }

    @Test
    void asksByTheOperatorsTemplates() throws IOException {
        try (var server = FaultyServer.saying(200, "", goodAnswer(3))) {
            var names = Map.of("id", "a b/c?d#e", "domain", "müller.de&x=1", "row", "7", "unused", "u");
            var success = (Success) shown(provider(server.uri()), request(names, OutputType.TEXT, LONG));
            assertThat(success.answer().get("name").stringValue()).isEqualTo("xxx");
            assertThat(success.confidence()).isEqualTo(0.5);
            assertThat(success.cost()).isEqualTo(10_000_000);
            assertThat(server.requests().getFirst().head())
                    .startsWith("GET /companies/a%20b%2Fc%3Fd%23e?domain=m%C3%BCller.de%26x%3D1 HTTP/1.1\r\n")
                    .containsIgnoringCase("x-row: 7\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "%2e%2e", "..%2f..", "@evil.example", "//evil.example", "\\\\evil.example",
            "a\r\nHost: evil.example"})
    void aValueNeverChangesThePlaceThatIsAsked(String value) throws IOException {
        try (var server = FaultyServer.saying(200, "", goodAnswer(3))) {
            shown(provider(server.uri()), request(Map.of("id", value, "domain", value), OutputType.TEXT, LONG));
            assertThat(server.requests()).allSatisfy(request -> assertThat(request.head())
                    .matches("(?s)GET /companies/[^/ ]{3,}\\?domain=\\S+ HTTP/1.1\r\n.*")
                    .doesNotContain("\nHost: evil"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Admin: 1", "a\nb", "ü", "\0"})
    void aValueNeverMakesAHeader(String value) throws IOException {
        try (var server = FaultyServer.saying(200, "", goodAnswer(3))) {
            var failure = failure(shown(provider(server.uri()), request(Map.of("row", value), OutputType.TEXT, LONG)));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
            assertThat(failure.message()).contains("X-Row");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aValueNeverChangesTheShapeOfABody() throws IOException {
        try (var server = FaultyServer.saying(200, "", goodAnswer(3))) {
            Provider provider = provider("""
                    {"kind":"http","request":{"url":"%s","body":{"q":"{{q}}","tags":["{{q}}",3],"deep":{"x":true}}}}"""
                    .formatted(server.uri()));
            provider.call(request(Map.of("q", "\",\"admin\":true,\""), OutputType.TEXT, LONG));
            var request = server.requests().getFirst();
            assertThat(request.head()).startsWith("POST ").containsIgnoringCase("content-type: application/json");
            assertThat(Json.MAPPER.readTree(request.body())).isEqualTo(Json.MAPPER.readTree("""
                    {"q":"\\",\\"admin\\":true,\\"","tags":["\\",\\"admin\\":true,\\"",3],"deep":{"x":true}}"""));
        }
    }

    @Test
    void aSecretInTheUrlIsNotShown() throws IOException {
        try (var server = FaultyServer.saying(200, "", "{\"score\":7}")) {
            String values = "{\"kind\":\"http\",\"request\":{\"url\":\"" + server.uri() + "/?key=sk-s3cret%2Fvalue\"}}";
            var settings = new ProviderSettings("crm", Json.MAPPER.readTree(values), "hash", null,
                    Set.of("sk-s3cret/value"), false, null);
            var success = (Success) shown(new HttpProviderFactory(calls).create(settings),
                    request(Map.of(), OutputType.TEXT, LONG));
            assertThat(success.sent().get("url").stringValue()).endsWith("/?key=[secret]");
            assertThat(success.confidence()).isNull();
        }
    }

    @Test
    void aSecretThatTheServerSaysBackIsNoPartOfTheAnswer() throws IOException {
        try (var server = FaultyServer.saying(200, "",
                "{\"asked\":[{\"url\":\"/?key=sk-s3cret/value\"}],\"score\":7}")) {
            String values = "{\"kind\":\"http\",\"request\":{\"url\":\"" + server.uri() + "/?key=sk-s3cret%2Fvalue\"}}";
            var settings = new ProviderSettings("crm", Json.MAPPER.readTree(values), "hash", null,
                    Set.of("sk-s3cret/value"), false, null);
            var success = (Success) new HttpProviderFactory(calls).create(settings)
                    .call(request(Map.of(), OutputType.TEXT, LONG));
            assertThat(success.answer()).hasToString("{\"asked\":[{\"url\":\"/?key=[secret]\"}],\"score\":7}");
        }
    }

    @Test
    void aConfidenceOutOfBoundsIsNone() throws IOException {
        try (var server = FaultyServer.saying(200, "", "{\"score\":75}")) {
            assertThat(((Success) call(server.uri(), LONG)).confidence()).isNull();
        }
    }

    @Test
    void tellsJobsWhatItsTemplatesReferTo() {
        var profile = provider(URI.create("http://127.0.0.1:1")).profile();
        assertThat(profile.references()).containsExactly("domain", "id", "row");
        assertThat(profile.costPerCall()).isEqualByComparingTo("0.01");
        assertThat(profile.lane()).isEqualTo("crm");
        assertThat(profile.limits().concurrency()).isEqualTo(10);
        assertThat(profile.cache().ttl()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|providers.crm.request.url is missing; give it the address to ask, with {{name}} where a value belongs",
            "{\"request\":{\"url\":\"https://{{host}}/x\"}}|providers.crm.request.url begins with http:// or https:// and a host that is written out, without user and template",
            "{\"request\":{\"url\":\"https://api.{{x}}.com\"}}|providers.crm.request.url begins with http:// or https:// and a host that is written out, without user and template",
            "{\"request\":{\"url\":\"ftp://a.com\"}}|providers.crm.request.url begins with http:// or https:// and a host that is written out, without user and template",
            "{\"request\":{\"url\":\"https://a.com/a b\"}}|providers.crm.request.url is no URL once its values are put in; percent-encode what is special in it",
            "{\"request\":{\"url\":\"https://a.com\",\"method\":\"get\"}}|providers.crm.request.method is one of GET, POST, PUT, PATCH, not get",
            "{\"request\":{\"url\":\"https://a.com\",\"method\":\"GET\",\"body\":\"x\"}}|providers.crm.request.method is POST, PUT or PATCH where there is a body",
            "{\"request\":{\"url\":\"https://a.com\",\"headers\":{\"a b\":\"x\"}}}|providers.crm.request.headers.a b is no name of a header; take letters, digits and -",
            "{\"request\":{\"url\":\"https://a.com\",\"hedaers\":{}}}|providers.crm.request.hedaers is unknown. Did you mean \"headers\"?",
            "{\"request\":{\"url\":\"https://a.com\"},\"confidence\":\"score\"}|providers.crm.confidence is a JSON Pointer such as /score, not score"})
    void saysWhichKeyIsWrong(String values, String sentence) {
        assertThatThrownBy(() -> provider(values)).isInstanceOf(InvalidProviderSettings.class).hasMessage(sentence);
    }

    private Provider provider(String values) {
        return new HttpProviderFactory(calls)
                .create(new ProviderSettings("crm", Json.MAPPER.readTree(values), "hash", null, Set.of(), false, null));
    }
}
