package dev.cellmill.common.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

class ProblemAdviceTest {
    private @Nullable Throwable thrown;
    private final MockMvcTester mvc = MockMvcTester.of(List.of(new Calls()),
            builder -> builder.setControllerAdvice(new ProblemAdvice()).build());

    record Body(int count) {}

    @RestController
    class Calls {
        @GetMapping("/throw")
        String fail() throws Throwable {
            throw thrown;
        }

        @GetMapping("/refuse")
        String refuse(HttpServletResponse response) throws Throwable {
            response.setHeader("Retry-After", "30");
            throw thrown;
        }

        @GetMapping("/things/{id}")
        String thing(@PathVariable SheetId id, @RequestParam int limit) {
            throw new ProblemException(Problem.notFound());
        }

        @PostMapping(path = "/things", consumes = MediaType.APPLICATION_JSON_VALUE)
        String make(@RequestBody Body body) {
            return "made " + body.count();
        }
    }

    @Test
    void problemsStandWithTheirPlaces() {
        thrown = new ProblemException(List.of(Problem.atLine(ProblemType.SHEET_MALFORMED, 7, "seven"),
                Problem.at(ProblemType.JOB_INVALID, "/columns/0", "first")));

        JsonNode answer = answer(get("/throw"), 422);

        assertThat(answer.get("type").asString()).isEqualTo("urn:cellmill:problem:sheet-malformed");
        assertThat(answer.get("detail").asString()).isEqualTo("seven");
        assertThat(answer.get("line").asLong()).isEqualTo(7);
        assertThat(answer.has("pointer")).isFalse();
        assertThat(answer.get("problems")).hasSize(2);
        assertThat(answer.at("/problems/1/pointer").asString()).isEqualTo("/columns/0");
        assertThat(answer.at("/problems/1").has("problems")).isFalse();
    }

    @Test
    void aSingleProblemHasNoList() {
        thrown = new ProblemException(Problem.of(ProblemType.SHEET_IN_USE, "in use"));

        assertThat(answer(get("/throw"), 409).has("problems")).isFalse();
    }

    @Test
    void aConnectionToTheDatabaseThatBreaksIsNotTakenForAClientThatHasGone() {
        for (IOException broken : List.of(new EOFException(), new IOException("Broken pipe"),
                new SocketException("Connection reset by peer"))) {
            thrown = new DataAccessException("SQL []", new SQLException(
                    "An I/O error occurred while sending to the backend.", "08006", broken));

            assertThat(answer(get("/throw"), 503).get("detail").asString()).contains("try again");
        }
    }

    @Test
    void whatIsNoIdIsAnsweredAsAnUnknownId() {
        String unknown = answer(get("/things/" + SheetId.next() + "?limit=1"), 404).toString();

        assertThat(answer(get("/things/nonsense?limit=1"), 404)).hasToString(unknown);
    }

    @Test
    void parametersAreNamed() {
        assertThat(answer(get("/things/" + SheetId.next()), 400).get("detail").asString()).contains("limit");
        assertThat(answer(get("/things/" + SheetId.next() + "?limit=ten"), 400).get("detail").asString())
                .isEqualTo("The parameter limit cannot be 'ten': give a whole number.");
    }

    @Test
    void bodiesThatCannotBeReadNameThePlace() {
        JsonNode broken = answer(post("{\n\"count\": oops}"), 400);
        JsonNode mistyped = answer(post("{\"count\": {}}"), 400);

        assertThat(broken.get("line").asLong()).isEqualTo(2);
        assertThat(mistyped.get("pointer").asString()).isEqualTo("/count");
        assertThat(answer(post(""), 400).get("type").asString()).endsWith(":request-invalid");
    }

    @Test
    void springsOwnRefusalsKeepTheirStatus() {
        MvcTestResult method = mvc.delete().uri("/things").exchange();

        assertThat(answer(method, 405).get("type").asString()).endsWith(":method-not-allowed");
        assertThat(method.getResponse().getHeader("Allow")).isEqualTo("POST");
        answer(mvc.post().uri("/things").contentType(MediaType.TEXT_PLAIN).content("x").exchange(), 415);
    }

    @Test
    void aDatabaseThatIsAwayIsToBeTriedAgain() {
        for (SQLException away : List.of(new SQLTransientConnectionException("pool is empty"),
                new SQLException("stopping", "57P01"), new SQLException("disk full", "53100"))) {
            thrown = new IllegalStateException(away);
            MvcTestResult result = get("/throw");

            assertThat(answer(result, 503).get("type").asString()).endsWith(":unavailable");
            assertThat(result.getResponse().getHeader("Retry-After")).isNotNull();
        }
    }

    @Test
    void whoIsToTryLaterIsToldWhenUnlessWhoRefusesSaysSo() {
        for (ProblemType later : List.of(ProblemType.UNAVAILABLE, ProblemType.RATE_LIMITED)) {
            thrown = new ProblemException(Problem.of(later, "later"));
            assertThat(get("/throw").getResponse().getHeader("Retry-After")).as(later.name()).isEqualTo("2");
            assertThat(get("/refuse").getResponse().getHeaders("Retry-After")).as(later.name()).containsExactly("30");
        }
        thrown = new ProblemException(Problem.notFound());
        assertThat(get("/throw").getResponse().getHeader("Retry-After")).isNull();
    }

    @Test
    void theUnexpectedTellsNothingButItsId() {
        thrown = new IllegalStateException("secret", new SQLException("syntax", "42601"));

        JsonNode answer = answer(get("/throw"), 500);

        assertThat(answer.toString()).doesNotContain("secret");
        assertThat(answer.get("detail").asString()).contains(answer.get("id").asString());
    }

    private MvcTestResult get(String uri) {
        return mvc.get().uri(uri).exchange();
    }

    private MvcTestResult post(String json) {
        return mvc.post().uri("/things").contentType(MediaType.APPLICATION_JSON).content(json).exchange();
    }

    private static JsonNode answer(MvcTestResult result, int status) {
        assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        JsonNode body = Json.MAPPER.readTree(result.getResponse().getContentAsByteArray());
        assertThat(body.get("status").asInt()).isEqualTo(status);
        return body;
    }
}
