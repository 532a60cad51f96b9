package dev.cellmill.common.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a request shows of who sends it.
 *
 * @param authorization the header, null if there was none; then nothing else counts
 * @param cookie the key in the cookie, empty if there is none
 * @param origin the page it was sent from
 * @param safe whether its method changes nothing
 * @param loopback whether it reached this machine at a loopback address, which no header can make up, under a name that
 *        is always this machine's: another could be given that address by whoever owns the name, for his page to call
 * @param from the sender's address
 */
record Shown(@Nullable String authorization, Optional<KeyText> cookie, Origin origin, boolean safe, boolean loopback,
        InetAddress from) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

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

    /** The key that counts, empty if there is none. */
    Optional<KeyText> key() {
        if (authorization != null) {
            return KeyText.ofHeader(authorization);
        }
        return origin.trustsCookie(safe) ? cookie : Optional.empty();
    }

    /** Whether something was shown at all, good or bad. */
    boolean something() {
        return authorization != null || cookie.isPresent();
    }

    /** Whether there is a key that would count if it came from our own page. */
    boolean hasCookieOfAnotherPage() {
        return authorization == null && cookie.isPresent() && !origin.trustsCookie(safe);
    }
}
