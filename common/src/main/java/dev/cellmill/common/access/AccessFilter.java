package dev.cellmill.common.access;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Asks each request for its key before anything of it is read, and notes the caller on it. */
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
            entry = gate.get().ask(request.getHeader(HttpHeaders.AUTHORIZATION), reachedAtLoopback(request));
        } catch (RuntimeException e) {
            problems.get().resolveException(request, response, null, e);
            return;
        }
        switch (entry) {
            case Gate.Entry.Admitted(Caller caller) -> {
                request.setAttribute(Caller.ATTRIBUTE, caller);
                chain.doFilter(request, response);
            }
            case Gate.Entry.Refused(String remedy) -> {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                problems.get().resolveException(request, response, null,
                        new ProblemException(Problem.of(ProblemType.UNAUTHENTICATED, remedy)));
            }
        }
    }

    /** By the address that took the connection, which no header can make up. */
    private static boolean reachedAtLoopback(HttpServletRequest request) throws IOException {
        return InetAddress.getByName(request.getLocalAddr()).isLoopbackAddress();
    }
}
