package dev.cellmill.common.edge;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.path.RequestPath;
import dev.cellmill.common.problem.OpenAiError;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemType;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Tomcat refuses before any handler sees it, in the form of other errors there, in place of its page. Made by Tomcat, by its name. */
public final class ProblemValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_OF_SERVER = 500;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable error) {
        if (response.getStatus() < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        int status = told(response.getStatus(), request.getMethod());
        ProblemType type = type(status);
        try {
            response.setStatus(status);
            SafeHeaders.put(response.getResponse(), true);
            boolean asOpenAi = OpenAiError.isWanted(RequestPath.of(request));
            response.setContentType(asOpenAi ? "application/json" : "application/problem+json");
            response.setCharacterEncoding("UTF-8");
            response.getReporter().write(asOpenAi
                    ? Json.MAPPER.writeValueAsString(OpenAiError.of(List.of(Problem.of(type, detail(status)))))
                    : Json.MAPPER.createObjectNode().put("type", type.uri()).put("title", type.title())
                            .put("status", status).put("detail", detail(status)).toString());
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a refusal could not be told, for the client has gone", e);
        }
    }

    /**
     * Only what the description of the calls tells of: 417, 431 and the like are a 400. So is 501, which Tomcat says of what it
     * does not know in a request: a transfer coding, or the method CONNECT.
     */
    private static int told(int status, @Nullable String method) {
        return switch (status) {
            case 501 -> "CONNECT".equals(method) ? 405 : FIRST_ERROR;
            case 401, 404, 405, 406, 408, 413, 415, 503 -> status;
            default -> status < FIRST_OF_SERVER ? FIRST_ERROR : FIRST_OF_SERVER;
        };
    }

    private static ProblemType type(int status) {
        return switch (status) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 408 -> ProblemType.BODY_TOO_SLOW;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 415 -> ProblemType.MEDIA_TYPE_UNSUPPORTED;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> status < FIRST_OF_SERVER ? ProblemType.REQUEST_INVALID : ProblemType.INTERNAL;
        };
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing here; /openapi.json lists the calls.";
            case 405 -> "This method is not answered here; /openapi.json lists the calls.";
            case 408 -> "The request did not arrive in time; send it again.";
            default -> status < FIRST_OF_SERVER
                    ? "The request is not HTTP that this server reads, or its address and headers have over 8 KB; shorten it,"
                            + " percent-encode what is special in it, send bodies with their length or chunked, and expect nothing but"
                            + " 100-continue."
                    : "Something went wrong here; try again.";
        };
    }
}
