package dev.cellmill.common.problem;

import dev.cellmill.common.path.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Every answer that is an error, of every service, as problem details (RFC 9457). What nobody expected is answered as
 * {@code internal} with an id, and logged once under it. An answer that has begun is cut off instead: more bytes would
 * be taken for its end.
 */
@RestControllerAdvice
public class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    /** Where who refuses does not know better. */
    private static final String RETRY_AFTER_SECONDS = "2";

    @ExceptionHandler
    @Nullable
    ResponseEntity<?> answer(Throwable error, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        // a connection to the database that breaks looks the same, at its root, as one to a client
        if (!DatabaseAway.caused(error) && DisconnectedClientHelper.isClientDisconnectedException(error)) {
            // One that only fell silent has its answer from the web server: 408.
            LOG.debug("client of {} {} has gone; nobody to answer", request.getMethod(), request.getRequestURI());
            return null;
        }
        if (response.isCommitted()) {
            throw error;
        }
        boolean asOpenAi = OpenAiError.isWanted(RequestPath.of(request));
        List<Problem> problems = problems(error, request, asOpenAi);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(problems.getFirst().type().status())
                .contentType(asOpenAi ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON);
        if (error instanceof ErrorResponse spring) {
            spring.getHeaders().forEach((name, values) -> answer.header(name, values.toArray(String[]::new)));
        }
        if (problems.getFirst().type().isToTryLater() && !response.containsHeader(HttpHeaders.RETRY_AFTER)) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.body(asOpenAi ? OpenAiError.of(problems) : ProblemBody.of(problems));
    }

    private static List<Problem> problems(Throwable error, HttpServletRequest request, boolean asOpenAi) {
        return switch (error) {
            case ProblemException e -> e.problems();
            case MethodArgumentTypeMismatchException e -> List.of(SpringProblems.of(e, asOpenAi));
            case HttpMessageNotReadableException e -> List.of(SpringProblems.of(e));
            case MaxUploadSizeExceededException e -> List.of(Problem.of(ProblemType.BODY_TOO_LARGE,
                    "The upload is over the limit; send the sheet by itself to POST /v1/sheets."));
            case InvalidParameterException e -> List.of(Problem.of(ProblemType.REQUEST_INVALID,
                    "The query cannot be read; write it as name=value&name=value, percent-encoded as UTF-8."));
            case MultipartException e -> List.of(Problem.of(ProblemType.REQUEST_INVALID,
                    "The multipart body cannot be read; check its boundary and that it is whole."));
            case ErrorResponse e when e.getStatusCode().value() != 500 ->
                List.of(SpringProblems.of(e, request.getRequestURI()));
            default -> List.of(unexpected(error, request));
        };
    }

    private static Problem unexpected(Throwable error, HttpServletRequest request) {
        if (DatabaseAway.caused(error)) {
            LOG.warn("{} {} answered as unavailable, the client may try again: the database is away: {}",
                    request.getMethod(), request.getRequestURI(), error.toString());
            return Problem.of(ProblemType.UNAVAILABLE, "The database cannot be reached; try again in a moment.");
        }
        String id = UUID.randomUUID().toString();
        LOG.error("{} {} answered as internal error {}", request.getMethod(), request.getRequestURI(), id, error);
        return new Problem(ProblemType.INTERNAL,
                "Something went wrong here, not with the request. The log has it under %s.".formatted(id), null, null,
                Map.of("id", id));
    }
}
