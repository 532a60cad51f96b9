package dev.cellmill.common.path;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;

/**
 * The path of a request. The web server decodes it and takes out what leads elsewhere before it chooses filters; handlers are
 * found by its pieces as they were sent. The two agree on every path that {@link #isPlain}, and others are refused before
 * either. Pure.
 */
public final class RequestPath {
    private static final String CALLS = "/v1";

    private RequestPath() {}

    /** Decoded, but for slashes and backslashes within names; as it was sent where the web server could not read it. */
    public static String of(HttpServletRequest request) {
        String path = request.getServletPath();
        if (path == null || path.isEmpty()) {
            return request.getRequestURI() == null ? "" : request.getRequestURI();
        }
        return request.getPathInfo() == null ? path : path + request.getPathInfo();
    }

    /** Whether it is of the calls, which need a key, and not of pages, health and descriptions, which need none. */
    public static boolean isCall(String path) {
        return path.equals(CALLS) || path.startsWith(CALLS + "/");
    }

    /** Whether it has no parameters, no empty pieces and none that leads up or nowhere. @param sent as it was sent */
    public static boolean isPlain(String sent) {
        return sent.indexOf(';') < 0 && !sent.contains("//") && Arrays.stream(sent.split("/"))
                .map(piece -> piece.toLowerCase(Locale.ROOT).replace("%2e", "."))
                .noneMatch(piece -> piece.equals(".") || piece.equals(".."));
    }
}
