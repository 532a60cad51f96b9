package dev.cellmill.worker.provider.transport;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The wait that a server asks for: {@code retry-after-ms}, else {@code Retry-After} in seconds or as a date. */
final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private RetryAfter() {}

    /** Never negative; null if it asks for none that can be read. */
    static @Nullable Duration of(HttpHeaders headers, Instant now) {
        String millis = headers.getFirst("retry-after-ms");
        if (millis != null && NUMBER.matcher(millis.strip()).matches()) {
            return Duration.ofNanos((long) Math.ceil(Double.parseDouble(millis) * 1e6));
        }
        String text = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (text == null) {
            return null;
        }
        if (NUMBER.matcher(text.strip()).matches()) {
            return Duration.ofNanos((long) Math.ceil(Double.parseDouble(text) * 1e9));
        }
        return untilDate(text.strip(), now);
    }

    private static @Nullable Duration untilDate(String text, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
