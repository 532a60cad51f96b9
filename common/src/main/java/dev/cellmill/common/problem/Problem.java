package dev.cellmill.common.problem;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what was sent, and what to do about it.
 *
 * @param detail a sentence that names the place and the remedy
 * @param pointer JSON Pointer (RFC 6901) to the place, where the input is JSON or YAML
 * @param line from 1, where the input is lines; the header of a CSV is 1
 * @param more further members of the answer
 */
public record Problem(
        ProblemType type,
        String detail,
        @Nullable String pointer,
        @Nullable Long line,
        Map<String, Object> more) {

    public Problem {
        requireNonNull(type, "type is null");
        requireNonNull(detail, "detail is null");
        more = Map.copyOf(more);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, null, null, Map.of());
    }

    /** For any id that names nothing the asker may see: one answer whatever the reason, so it tells nothing. */
    public static Problem notFound() {
        return of(ProblemType.NOT_FOUND, "Nothing with this id is here; check it, or list what there is.");
    }

    public static Problem at(ProblemType type, String pointer, String detail) {
        return new Problem(type, detail, pointer, null, Map.of());
    }

    public static Problem atLine(ProblemType type, long line, String detail) {
        return new Problem(type, detail, null, line, Map.of());
    }
}
