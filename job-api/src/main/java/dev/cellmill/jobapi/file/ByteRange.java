package dev.cellmill.jobapi.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes of a file a request wants, as RFC 9110 reads {@code Range}. Pure. */
sealed interface ByteRange {
    /** All of them: nothing was asked for, or in a way that may be passed over, as several ranges may. */
    record Whole() implements ByteRange {}

    /** {@code from <= byte < to}. */
    record Part(long from, long to) implements ByteRange {}

    /** None that there are. */
    record Beyond() implements ByteRange {}

    Pattern ONE = Pattern.compile("(?i:bytes)=(\\d{0,18})-(\\d{0,18})");

    static ByteRange of(@Nullable String header, long length) {
        Matcher range = ONE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new Whole();
        }
        if (range.group(1).isEmpty()) {
            long last = Math.min(length, Long.parseLong(range.group(2)));
            return last == 0 ? new Beyond() : new Part(length - last, length);
        }
        long from = Long.parseLong(range.group(1));
        long end = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2)) + 1;
        if (end <= from) {
            return new Whole();
        }
        return from >= length ? new Beyond() : new Part(from, Math.min(end, length));
    }
}
