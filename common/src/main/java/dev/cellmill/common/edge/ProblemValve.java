package dev.cellmill.common.edge;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.ProblemType;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Tomcat refuses before any handler sees it, as problem details in place of its page. Made by Tomcat, by its name. */
public final class ProblemValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);
    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable error) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemType type = type(status);
        try {
            SafeHeaders.put(response.getResponse(), true);
            response.setContentType("application/problem+json");
            response.setCharacterEncoding("UTF-8");
            response.getReporter().write(Json.MAPPER.createObjectNode().put("type", type.uri())
                    .put("title", type.title()).put("status", status).put("detail", detail(status)).toString());
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a refusal could not be told, for the client has gone", e);
        }
    }

    private static ProblemType type(int status) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status) {
                return type;
            }
        }
        return status < 500 ? ProblemType.REQUEST_INVALID : ProblemType.INTERNAL;
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing here; /openapi.json lists the calls.";
            case 408 -> "The request did not arrive in time; send it again.";
            case 400, 431 ->
                "The request is not well-formed HTTP, or its address and headers have over 8 KB; shorten it, or"
                        + " percent-encode what is special in it.";
            default -> status < 500
                    ? "The request is not one that this server takes."
                    : "Something went wrong here; try again.";
        };
    }
}
