package dev.cellmill.common.edge;

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
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses what handlers and what they stand on do not take: NUL in a query, which the database refuses, and a body of no
 * one media type, which Spring does not expect.
 */
final class ReadableRequest extends OncePerRequestFilter {
    private final Supplier<HandlerExceptionResolver> problems;

    ReadableRequest(Supplier<HandlerExceptionResolver> problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String complaint = complaint(request.getQueryString(), request.getContentType());
        if (complaint == null) {
            chain.doFilter(request, response);
        } else {
            problems.get().resolveException(request, response, null,
                    new ProblemException(Problem.of(ProblemType.REQUEST_INVALID, complaint)));
        }
    }

    private static @Nullable String complaint(@Nullable String query, @Nullable String type) {
        if (query != null && query.contains("%00")) {
            return "The query holds NUL (%00), which is part of nothing here; leave it out.";
        }
        return type != null && type.contains("*")
                ? "The header Content-Type names a kind of media types, not one; name the one that the body is of."
                : null;
    }
}
