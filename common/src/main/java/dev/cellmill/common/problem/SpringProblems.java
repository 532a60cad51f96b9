package dev.cellmill.common.problem;

import dev.cellmill.common.json.JsonMistake;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;

/** Puts what Spring MVC itself refuses into this house's problems. Pure. */
final class SpringProblems {

    private SpringProblems() {}

    /**
     * A value in the path that is no id names nothing: the same answer as for an id that nobody has.
     *
     * @param placed whether the answer has a place for the name of a parameter
     */
    static Problem of(MethodArgumentTypeMismatchException e, boolean placed) {
        if (e.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return Problem.notFound();
        }
        Class<?> wanted = e.getRequiredType();
        String detail = "The parameter %s cannot be '%s'%s.".formatted(e.getName(), e.getValue(),
                wanted == null ? "" : ": give " + kind(wanted));
        return placed
                ? Problem.at(ProblemType.REQUEST_INVALID, "/" + e.getName(), detail)
                : Problem.of(ProblemType.REQUEST_INVALID, detail);
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of " + java.util.Arrays.stream(type.getEnumConstants()).map(Object::toString)
                    .collect(Collectors.joining(", "));
        }
        return "a value of the documented form";
    }

    static Problem of(HttpMessageNotReadableException e) {
        @Nullable
        JacksonException json = jacksonCause(e);
        if (json == null) {
            return Problem.of(ProblemType.REQUEST_INVALID, "The body is missing or cannot be read; send one.");
        }
        if (json instanceof DatabindException) {
            String pointer = json.getPath().stream()
                    .map(step -> "/" + (step.getPropertyName() == null ? step.getIndex() : step.getPropertyName()))
                    .collect(Collectors.joining());
            return Problem.at(ProblemType.REQUEST_INVALID, pointer,
                    "The value at '%s' is not of the documented form.".formatted(pointer));
        }
        if (json instanceof StreamConstraintsException) {
            return Problem.of(ProblemType.REQUEST_INVALID,
                    "The body is more than is read here: %s.".formatted(JsonMistake.of(json)));
        }
        TokenStreamLocation place = json.getLocation();
        if (place == null) {
            return Problem.of(ProblemType.REQUEST_INVALID,
                    "The body is not well-formed JSON in the character set that its media type names; send UTF-8.");
        }
        return Problem.atLine(ProblemType.REQUEST_INVALID, Math.max(1, place.getLineNr()),
                "The body is not well-formed JSON, at column %d: %s.".formatted(place.getColumnNr(),
                        JsonMistake.of(json)));
    }

    private static @Nullable JacksonException jacksonCause(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException json) {
                return json;
            }
        }
        return null;
    }

    /** @param path of the request, named where nothing is there */
    static Problem of(ErrorResponse e, String path) {
        String detail = e.getBody().getDetail();
        String said = detail == null ? "The request is not valid." : detail;
        return switch (e.getStatusCode().value()) {
            case 404 -> Problem.of(ProblemType.NOT_FOUND,
                    "There is nothing at %s; /openapi.json lists the calls.".formatted(path));
            case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, said + " The header Allow lists those that are.");
            case 406 -> Problem.of(ProblemType.NOT_ACCEPTABLE, said);
            case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, said);
            case 415 -> Problem.of(ProblemType.MEDIA_TYPE_UNSUPPORTED,
                    said + " Set Content-Type to one that this call documents.");
            case 503 -> Problem.of(ProblemType.UNAVAILABLE, "The answer took too long; try again.");
            default -> Problem.of(ProblemType.REQUEST_INVALID, said);
        };
    }
}
