package dev.cellmill.common.access;

import dev.cellmill.common.db.RequestTenant;
import dev.cellmill.common.path.RequestPath;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Asks each request of a call for its key before anything of its body is read, and notes the caller on it. */
final class AccessFilter extends OncePerRequestFilter {
    private final Supplier<Gate> gate;
    private final Supplier<HandlerExceptionResolver> problems;

    AccessFilter(Supplier<Gate> gate, Supplier<HandlerExceptionResolver> problems) {
        this.gate = gate;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Gate.Entry entry;
        try {
            entry = gate.get().ask(Shown.by(request));
        } catch (RuntimeException e) {
            problems.get().resolveException(request, response, null, e);
            return;
        }
        switch (entry) {
            case Gate.Entry.Admitted(Caller caller) -> {
                request.setAttribute(Caller.ATTRIBUTE, caller);
                admit(caller, request, response, chain);
            }
            case Gate.Entry.Limited(Duration after, String remedy) -> {
                response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(after.toSeconds()));
                refuse(request, response, ProblemType.RATE_LIMITED, remedy);
            }
            case Gate.Entry.Refused(String remedy) -> {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                refuse(request, response, ProblemType.UNAUTHENTICATED, remedy);
            }
        }
    }

    /** What is no call needs no key. Signing in and out comes before any key. Those calls ask the gate themselves. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !RequestPath.isCall(RequestPath.of(request)) || SessionController.isSignInOrOut(request);
    }

    /** In the form that errors have where the request went. */
    private void refuse(HttpServletRequest request, HttpServletResponse response, ProblemType type, String remedy) {
        problems.get().resolveException(request, response, null, new ProblemException(Problem.of(type, remedy)));
    }

    /** Whatever the request does to the database, on this thread, it does for its tenant. */
    private static void admit(Caller caller, HttpServletRequest request, HttpServletResponse response,
            FilterChain chain) throws ServletException, IOException {
        try {
            RequestTenant.call(caller.tenant(), () -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
