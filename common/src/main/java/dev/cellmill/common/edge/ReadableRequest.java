package dev.cellmill.common.edge;

import dev.cellmill.common.path.RequestPath;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses what handlers and what they stand on do not take, before anything else has read of it: a path that filters and
 * handlers would read differently, a body where none is taken, NUL in a query, which the database refuses, and a body of no one
 * media type, which Spring does not expect.
 */
final class ReadableRequest extends OncePerRequestFilter {
    private final Supplier<HandlerExceptionResolver> problems;

    ReadableRequest(Supplier<HandlerExceptionResolver> problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Problem complaint = complaint(request);
        if (complaint == null) {
            chain.doFilter(request, response);
        } else {
            problems.get().resolveException(request, response, null, new ProblemException(complaint));
        }
    }

    private static @Nullable Problem complaint(HttpServletRequest request) {
        if (!RequestPath.isPlain(request.getRequestURI())) {
            return invalid(
                    "The path has a piece that is empty, \".\" or \"..\", or a \";\"; write it plainly, a \";\" within a name as %3B.");
        }
        if (!RequestPath.isCall(RequestPath.of(request)) && hasBody(request)) {
            return Problem.of(ProblemType.BODY_TOO_LARGE, "Nothing outside of /v1 takes a body; leave it out.");
        }
        if (request.getQueryString() != null && request.getQueryString().contains("%00")) {
            return invalid("The query holds NUL (%00), which is part of nothing here; leave it out.");
        }
        return request.getContentType() != null && request.getContentType().contains("*")
                ? invalid(
                        "The header Content-Type names a kind of media types, not one; name the one that the body is of.")
                : null;
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    private static Problem invalid(String sentence) {
        return Problem.of(ProblemType.REQUEST_INVALID, sentence);
    }
}
