package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.plan.Endpoint;
import org.junit.jupiter.api.Test;

class RequestLineTest {
    private static final String HEAD = "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":";

    @Test
    void theBodyKeepsEveryDigitEscapeAndTheOrderOfItsMembers() {
        String body = "{ \"z\" : 1.50e+3 ,\n \"model\":\"m\", \"a\":[ \"x\\u0000 \\\" y\", 1E400 ], \"model2\" : {} }";
        assertThat(RequestLine.read(HEAD + body + "}", Endpoint.EMBEDDINGS)).isEqualTo(new RequestLine.Reading.Read(
                new RequestLine("a", "m",
                        "{\"z\":1.50e+3,\"model\":\"m\",\"a\":[\"x\\u0000 \\\" y\",1E400],\"model2\":{}}")));
    }

    @Test
    void theBodyIsFoundInLongLinesAndWhateverComesBeforeIt() {
        String text = "é\\\\".repeat(40_000);
        String body = "{\"model\":\"m\",\"input\":\"" + text + "\"}";
        String line = "{\"other\":[{}],\"body\":" + body
                + ",\"url\":\"/v1/embeddings\",\"method\":\"POST\",\"custom_id\":\"β\"}";
        assertThat(RequestLine.read(line, Endpoint.EMBEDDINGS))
                .isEqualTo(new RequestLine.Reading.Read(new RequestLine("β", "m", body)));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(code("")).isEqualTo("invalid_json_line");
        assertThat(code("{} {}")).isEqualTo("invalid_json_line");
        assertThat(code(HEAD + "{\"model\":\"m\"}")).isEqualTo("invalid_json_line");
        assertThat(code(HEAD + "{\"model\":\"m\",\"model\":\"m\"}}")).isEqualTo("invalid_json_line");
        assertThat(code("[]")).isEqualTo("invalid_json_line");
        assertThat(code("{}")).isEqualTo("missing_required_parameter");
        assertThat(code(HEAD + "[]}")).isEqualTo("missing_required_parameter");
        assertThat(code(HEAD + "{\"model\":1}}")).isEqualTo("missing_required_parameter");
        assertThat(code((HEAD + "{\"model\":\"m\"}}").replace("POST", "GET"))).isEqualTo("invalid_method");
        assertThat(code((HEAD + "{\"model\":\"m\"}}").replace("/v1/e", "/v2/e"))).isEqualTo("invalid_url");
        assertThat(code((HEAD + "{\"model\":\"m\"}}").replace("\"a\"", "\"\\u0000\""))).isEqualTo("invalid_custom_id");
        assertThat(code((HEAD + "{\"model\":\"m\"}}").replace("\"a\"", "\"\\ud800\""))).isEqualTo("invalid_custom_id");
        assertThat(code(HEAD + "{\"model\":\"m\",\"stream\":true}}")).isEqualTo("invalid_request");
    }

    @Test
    void whatIsNoJsonIsToldByItsPlaceAndWithTheRemedy() {
        assertThat(message("{\"custom_id\": \"a\", \"body\": {,}}")).isEqualTo(
                "This line is not parseable as valid JSON, at character 29: the character , does not belong there; look at the quotes, commas and brackets before it.");
        assertThat(message(HEAD)).contains("it ends too early").doesNotContain("marker");
        assertThat(message("{\"a\":1,\"a\":2}")).contains("the name \"a\" stands twice");
    }

    @Test
    void whatWouldTakeTooMuchMemoryAsATreeIsRefused() {
        String input = "{\"model\":\"m\",\"input\":%s}}";
        assertThat(code(HEAD + input.formatted("[" + "1,".repeat(90_000) + "1]"))).isEqualTo("none");
        for (String bomb : new String[]{"[" + "{},".repeat(100_000) + "1]", "[".repeat(100) + "]".repeat(100)}) {
            assertThat(code(HEAD + input.formatted(bomb))).isEqualTo("invalid_json_line");
            assertThat(message(HEAD + input.formatted(bomb))).contains("100 levels", "100,000 values", "smaller");
        }
    }

    private static String message(String line) {
        return ((RequestLine.Reading.Refused) RequestLine.read(line, Endpoint.EMBEDDINGS)).message();
    }

    private static String code(String line) {
        return RequestLine.read(line, Endpoint.EMBEDDINGS) instanceof RequestLine.Reading.Refused refused
                ? refused.code()
                : "none";
    }
}
