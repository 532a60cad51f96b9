package dev.cellmill.worker.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String KEY = "sk-s3cret/a+b";
    private final Secrets secrets = new Secrets(List.of(KEY, "u\"\\\nnu", "sk-s3cret"));

    @ParameterizedTest
    @ValueSource(strings = {"sk-s3cret/a+b", "sk-s3cret%2Fa%2Bb", "sk-s3cret%2fa%2bb", "sk-s3cret\\/a+b",
            "\\u0073\\u006b-s3cret/a+b", "sk\\u002Ds3cret/a+\\u0062", "\\\\u0073k-s3cret\\\\\\/a+b",
            "\\\\\\\\u0073k-s3cret/a\\u002bb", "u\"\\\nnu", "u\\\"\\\\\\nnu", "\\u0075\\u0022\\u005c\\u000anu",
            "u\\\\\\\"\\\\\\\\\\\\nnu"})
    void aSecretIsFoundHoweverItIsSpelled(String spelled) {
        assertThat(secrets.redact("a " + spelled + " b")).isEqualTo("a [secret] b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sk-", "sk-s4cret", "\\u0073\\u006", "\\", "s\\k-x3cret", "\\\\\\\\\\\\\\\\\\\\\\\\s",
            "ü😀\n"})
    void whatIsNoneStaysAsItIs(String text) {
        assertThat(secrets.redact(text)).isEqualTo(text);
    }

    @Provide
    static Arbitrary<List<String>> pieces() {
        return Arbitraries
                .of("sk-s3cret", "/a+b", "%2Fa", "\\", "u", "0073", "k-", "s", "\"", "n", "\n", "x", "sk-s3cret/a+b",
                        "\\u0073k-s3cret")
                .list().ofMaxSize(12);
    }

    @Property
    void howeverATextIsCutTheSameIsLeft(@ForAll("pieces") List<String> pieces) {
        var redactor = new Redactor(secrets);
        var left = new StringBuilder();
        pieces.forEach(piece -> left.append(redactor.add(piece)));
        left.append(redactor.end());
        assertThat(left.toString()).isEqualTo(secrets.redact(String.join("", pieces))).doesNotContain("sk-s3cret");
    }

    @Test
    void aDocumentStaysOneAndTheSameWhereThereIsNone() {
        String without = "{ \"a\" : 1.50, \"b\":\"\\u0061\" }";
        assertThat(secrets.redactDocument(without)).isSameAs(without);
        assertThat(secrets.redactDocument("""
                { "a" : 1.50, "u": "\\u0073k-s3cret", "sk-s3cret": ["{\\"k\\":\\"\\\\u0073k-s3cret\\"}"] }"""))
                .isEqualTo("{\"a\":1.50,\"u\":\"[secret]\",\"[secret]\":[\"{\\\"k\\\":\\\"[secret]\\\"}\"]}");
    }

    @Test
    void aDocumentIsNotSpoiltByASecretThatBeginsAmidAnEscape() {
        String document = "{\"a\":\"\\u0073cret12\"}";
        String redacted = new Secrets(List.of("73cret12")).redactDocument(document);
        assertThat(Json.MAPPER.readTree(redacted).get("a").stringValue()).isEqualTo("scret12");
    }

    @Test
    void answersLoseCredentialsAlone() {
        assertThat(Credentials.among(Map.of("Authorization", "Bearer abc-1234", "X-Api-Key", "0123456789abcdef",
                "api-key", "ollama", "X-Org", "org acme-0815", "anthropic-version", "2023-06-01", "X-Plain",
                "0123456789abcdef0"), Set.of("acme-0815", "unused-4711")))
                .containsExactlyInAnyOrder("abc-1234", "0123456789abcdef", "acme-0815");
    }
}
