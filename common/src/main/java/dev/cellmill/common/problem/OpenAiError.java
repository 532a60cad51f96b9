package dev.cellmill.common.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error as OpenAI's API words it, on the calls that are its: programs that were made for it know no other. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OpenAiError(Error error) {
    private static final List<String> CALLS = List.of("/v1/files", "/v1/batches");

    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Error(String message, String type, @Nullable String param, @Nullable String code) {}

    /** Whether errors of that path have this shape. @param path null if the request has none that can be read */
    public static boolean isWanted(@Nullable String path) {
        return path != null && CALLS.stream().anyMatch(call -> path.equals(call) || path.startsWith(call + "/"));
    }

    /** @param problems of which it tells the first */
    public static OpenAiError of(List<Problem> problems) {
        Problem first = problems.getFirst();
        int status = first.type().status();
        String type = switch (status) {
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
        Object code = first.more().get("code");
        String otherwise = code(first.type());
        String pointer = first.pointer();
        return new OpenAiError(new Error(first.detail(), type,
                pointer == null ? null : pointer.substring(pointer.startsWith("/") ? 1 : 0),
                code == null ? otherwise : code.toString()));
    }

    /** Where programs go by it. */
    private static @Nullable String code(ProblemType type) {
        if (type == ProblemType.UNAUTHENTICATED) {
            return "invalid_api_key";
        }
        if (type == ProblemType.RATE_LIMITED) {
            return "rate_limit_exceeded";
        }
        return type == ProblemType.QUOTA_EXCEEDED ? "insufficient_quota" : null;
    }
}
