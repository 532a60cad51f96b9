package dev.cellmill.worker.provider.transport;

import dev.cellmill.worker.provider.Quota;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The limits that a server names beside an answer: {@code x-ratelimit-limit-requests}, {@code -remaining-} and
 * {@code -reset-}, and the same of tokens, with durations such as {@code 6m0s} or {@code 12ms} (OpenAI and what speaks
 * like it); {@code anthropic-ratelimit-requests-limit} and so on, with RFC 3339 times (Anthropic). What is zero, negative or
 * unreadable is unknown. A limit is a minute's unless it takes longer than one to be whole again.
 */
final class LimitHeaders {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|µs|μs|ns|s|m|h|d)");
    private static final Pattern DURATION = Pattern.compile("(?:" + PART.pattern() + ")+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(?:\\.\\d{1,9})?");
    private static final Map<String, Double> SECONDS = Map.of("d", 86_400.0, "h", 3_600.0, "m", 60.0, "s", 1.0,
            "ms", 1e-3, "us", 1e-6, "µs", 1e-6, "μs", 1e-6, "ns", 1e-9);
    private static final double MINUTE = 60;
    /** A clock that is not quite the server's. */
    private static final double TOLERANCE = 5;
    private static final double LOW = 0.05;
    /** Of fewer, so small a part is nothing. */
    private static final double LEAST_TO_BE_LOW = 20;

    private LimitHeaders() {}

    /** One limit; of each part null what is unknown. @param reset seconds until it is whole again */
    private record Allowance(@Nullable Double limit, @Nullable Double remaining, @Nullable Double reset) {

        @Nullable
        Double perMinute() {
            return reset == null || reset <= MINUTE + TOLERANCE ? limit : null;
        }

        boolean isLow() {
            return perMinute() != null && remaining != null && limit >= LEAST_TO_BE_LOW && remaining < limit * LOW;
        }
    }

    static Quota read(HttpHeaders headers, Instant now) {
        Allowance requests = first(openAi(headers, "requests"), anthropic(headers, "requests", now));
        Allowance tokens = first(openAi(headers, "tokens"), anthropic(headers, "tokens", now));
        List<Allowance> others = List.of(anthropic(headers, "input-tokens", now),
                anthropic(headers, "output-tokens", now));
        boolean isLow = Stream.concat(Stream.of(requests, tokens), others.stream()).anyMatch(Allowance::isLow);
        var quota = new Quota(requests.perMinute(), tokens.perMinute(), isLow);
        return quota.equals(Quota.UNKNOWN) ? Quota.UNKNOWN : quota;
    }

    private static Allowance first(Allowance one, Allowance other) {
        return Objects.requireNonNullElse(one.limit(), 0.0) > 0 ? one : other;
    }

    private static Allowance openAi(HttpHeaders headers, String what) {
        return new Allowance(positive(headers.getFirst("x-ratelimit-limit-" + what)),
                positive(headers.getFirst("x-ratelimit-remaining-" + what)),
                seconds(headers.getFirst("x-ratelimit-reset-" + what)));
    }

    private static Allowance anthropic(HttpHeaders headers, String what, Instant now) {
        String prefix = "anthropic-ratelimit-" + what;
        return new Allowance(positive(headers.getFirst(prefix + "-limit")),
                positive(headers.getFirst(prefix + "-remaining")),
                secondsUntil(headers.getFirst(prefix + "-reset"), now));
    }

    private static @Nullable Double positive(@Nullable String text) {
        if (text == null || !NUMBER.matcher(text.strip()).matches()) {
            return null;
        }
        double number = Double.parseDouble(text.strip());
        return number > 0 ? number : null;
    }

    /** Of a duration as Go writes it, or plain seconds. */
    private static @Nullable Double seconds(@Nullable String text) {
        if (text == null || !DURATION.matcher(text.strip()).matches()) {
            return positive(text);
        }
        double seconds = 0;
        Matcher part = PART.matcher(text.strip());
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1)) * SECONDS.get(part.group(2));
        }
        return seconds > 0 ? seconds : null;
    }

    private static @Nullable Double secondsUntil(@Nullable String text, Instant now) {
        try {
            double seconds = text == null
                    ? 0
                    : Duration.between(now, OffsetDateTime.parse(text.strip()).toInstant()).toMillis() / 1_000.0;
            return seconds > 0 ? seconds : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
