package dev.cellmill.common.access;

import dev.cellmill.common.describe.DescriptionModule;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/** The key of a browser that signed in: the key itself and nothing more, out of reach of the page's scripts. */
final class KeyCookie {
    private static final int MOST = 8;

    private KeyCookie() {}

    /** Until the browser is closed. @param secure whether the request came by https */
    static ResponseCookie of(KeyText key, boolean secure) {
        return cookie(key.whole(), secure).build();
    }

    static ResponseCookie gone(boolean secure) {
        return cookie("", secure).maxAge(Duration.ZERO).build();
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(String value, boolean secure) {
        return ResponseCookie.from(DescriptionModule.COOKIE, value).httpOnly(true).secure(secure).sameSite("Strict")
                .path("/");
    }

    /**
     * Those that hold something like a key, in their order, at most {@value #MOST}. Usually one: but whoever has a name above ours can
     * set more for us, and these must not shut anybody out.
     */
    static List<KeyText> shown(HttpServletRequest request) {
        @Nullable
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return List.of();
        }
        return Arrays.stream(cookies).filter(cookie -> cookie.getName().equals(DescriptionModule.COOKIE))
                .flatMap(cookie -> KeyText.of(cookie.getValue()).stream()).distinct().limit(MOST).toList();
    }
}
