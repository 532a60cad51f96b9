package dev.cellmill.standalone.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The server refused a request. The message is a sentence for the user: what is wrong, where, and what to do. */
public final class ServerProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_SERVER_ERROR = 500;

    private final int status;
    private final transient JsonNode body;

    ServerProblem(int status, JsonNode body) {
        super(sentence(status, body));
        this.status = status;
        this.body = body;
    }

    /** Whether the input is at fault rather than the server. */
    public boolean badInput() {
        return status < FIRST_SERVER_ERROR;
    }

    public boolean isOfType(String slug) {
        return body.path("type").asString("").endsWith(":" + slug);
    }

    /** A member of the problem, as text. */
    public Optional<String> member(String name) {
        return body.path(name).isString() ? Optional.of(body.get(name).asString()) : Optional.empty();
    }

    private static String sentence(int status, JsonNode body) {
        JsonNode problems = body.path("problems");
        if (problems.isArray() && problems.size() > 1) {
            return String.join("\n", problems.valueStream().map(ServerProblem::one).toList());
        }
        String one = one(body);
        return one.isEmpty() ? "the server answered " + status : one;
    }

    private static String one(JsonNode problem) {
        String detail = problem.path("detail").asString(problem.path("title").asString(""));
        if (problem.path("line").isNumber()) {
            return "line " + problem.get("line").asLong() + ": " + detail;
        }
        String pointer = problem.path("pointer").asString("");
        return pointer.isEmpty() ? detail : pointer + ": " + detail;
    }
}
