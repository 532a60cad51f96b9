package dev.cellmill.worker.provider.domain;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the host in what people write for a site: a URL, or a bare host with or without port and path. */
final class Host {
    /** A host name has 253 characters; the rest of a URL may be long, but not without end. */
    private static final int MAX_LENGTH = 4_096;

    /** Scheme, user (only of a URL with a scheme), host, port, and the rest, which says nothing of the host. */
    private static final Pattern SITE = Pattern.compile(
            "(?:(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#\\\\@]*@)?)?([^/?#\\\\@:\\s]+)(?::\\d{0,5})?(?:[/?#\\\\].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Host() {}

    /** Lower-case, in ASCII, without a dot at its end; null if there is none. */
    static @Nullable String of(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        Matcher site = SITE.matcher(text.strip());
        if (!site.matches()) {
            return null;
        }
        try {
            String ascii = IDN.toASCII(site.group(1)).toLowerCase(Locale.ROOT);
            return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
