package dev.cellmill.common.access;

import dev.cellmill.common.describe.DescriptionModule;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/** The key of a browser that signed in: the key itself and nothing more, out of reach of the page's scripts. */
final class KeyCookie {
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

    /** Empty if there is none, or what it holds is no key. */
    static Optional<KeyText> shown(HttpServletRequest request) {
        @Nullable
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(DescriptionModule.COOKIE)) {
                return KeyText.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }
}
