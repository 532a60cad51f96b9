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
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses what no name, id or cursor holds and the database does not take: NUL. */
final class ReadableQuery extends OncePerRequestFilter {
    private final Supplier<HandlerExceptionResolver> problems;

    ReadableQuery(Supplier<HandlerExceptionResolver> problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (query != null && query.contains("%00")) {
            problems.get().resolveException(request, response, null, new ProblemException(Problem.of(
                    ProblemType.REQUEST_INVALID,
                    "The query holds NUL (%00), which is part of nothing here; leave it out.")));
        } else {
            chain.doFilter(request, response);
        }
    }
}
