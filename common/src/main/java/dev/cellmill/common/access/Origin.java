package dev.cellmill.common.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which page a browser sent a request from, by what it says itself and no page can make up ({@code Sec-Fetch-Site} of Fetch
 * Metadata, {@code Origin} of RFC 6454). A cookie comes with requests of any page, so it counts only for our own.
 */
enum Origin {
    /** Our page. */
    OWN,
    /** No page, as far as was said: an address that was typed in, an old browser, no browser. */
    UNSAID,
    /** Another site's page. */
    FOREIGN;

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * What the browser concludes itself comes first: it knows the address as the person does, we only as a proxy passed it on.
     *
     * @param site the header Sec-Fetch-Site, null if it was not sent
     * @param origin the header Origin, null if it was not sent
     * @param scheme how, and under which name and port, the request reached us
     */
    static Origin of(@Nullable String site, @Nullable String origin, String scheme, String host, int port) {
        return switch (site) {
            case "same-origin" -> OWN;
            case "none" -> UNSAID;
            case null -> origin == null ? UNSAID : isOurs(origin, scheme, host, port) ? OWN : FOREIGN;
            case String _ -> FOREIGN;
        };
    }

    /** Whether a cookie says who sends this. @param safe whether the method changes nothing (RFC 9110, 9.2.1) */
    boolean trustsCookie(boolean safe) {
        return this == OWN || this == UNSAID && safe;
    }

    private static boolean isOurs(String origin, String scheme, String host, int port) {
        try {
            var from = new URI(origin);
            return scheme.equals(from.getScheme()) && from.getHost() != null
                    && from.getHost().toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT))
                    && (from.getPort() < 0 ? usual(scheme) : from.getPort()) == port;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int usual(String scheme) {
        return scheme.equals("https") ? HTTPS : HTTP;
    }
}
