package dev.cellmill.common.edge;

import dev.cellmill.common.path.RequestPath;
import dev.cellmill.common.problem.OpenAiError;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Headers of every answer: browsers take no content for another kind, and nobody keeps what belongs to a tenant. A handler
 * that says otherwise wins. The answers of {@code /v1} are no pages, so nothing in them may run, whoever opens them.
 */
final class SafeHeaders extends OncePerRequestFilter {
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";
    /** Of the page that describes the calls, which has styles of its own; ours says what is right for it. */
    private static final String PAGE = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
            + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = RequestPath.of(request);
        put(response, RequestPath.isCall(path));
        if (OpenAiError.isWanted(path)) {
            // its SDKs show it with every error
            response.setHeader("x-request-id", "req_" + UUID.randomUUID().toString().replace("-", ""));
        }
        chain.doFilter(request, response);
    }

    static void put(HttpServletResponse response, boolean call) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (call) {
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Content-Security-Policy", NO_PAGE);
        } else {
            response.setHeader("Content-Security-Policy", PAGE);
        }
    }
}
