package dev.cellmill.common.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a request shows of who sends it.
 *
 * @param authorization the header, null if there was none; then nothing else counts
 * @param cookies the keys in cookies, usually one or none
 * @param origin the page it was sent from
 * @param safe whether its method changes nothing
 * @param loopback whether it reached this machine at a loopback address, which no header can make up, under a name that
 *        is always this machine's: another could be given that address by whoever owns the name, for his page to call
 * @param from the sender's address
 */
record Shown(@Nullable String authorization, List<KeyText> cookies, Origin origin, boolean safe, boolean loopback,
        InetAddress from) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    Shown {
        cookies = List.copyOf(cookies);
    }

    static Shown by(HttpServletRequest request) throws UnknownHostException {
        Origin origin = Origin.of(request.getHeader("Sec-Fetch-Site"), request.getHeader(HttpHeaders.ORIGIN),
                request.getScheme(), request.getServerName(), request.getServerPort());
        return new Shown(request.getHeader(HttpHeaders.AUTHORIZATION), KeyCookie.shown(request), origin,
                SAFE.contains(request.getMethod()),
                InetAddress.getByName(request.getLocalAddr()).isLoopbackAddress()
                        && isThisMachine(request.getServerName()),
                InetAddress.getByName(request.getRemoteAddr()));
    }

    /** Without asking for any name's address. */
    static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            return InetAddress
                    .ofLiteral(name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name)
                    .isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Those that count. One of them being good is enough. */
    List<KeyText> keys() {
        if (authorization != null) {
            return KeyText.ofHeader(authorization).stream().toList();
        }
        return origin.trustsCookie(safe) ? cookies : List.of();
    }

    /** Whether something was shown at all, good or bad. */
    boolean something() {
        return authorization != null || !cookies.isEmpty();
    }

    /** Whether there is a key that would count if it came from our own page. */
    boolean hasCookieOfAnotherPage() {
        return authorization == null && !cookies.isEmpty() && !origin.trustsCookie(safe);
    }
}
