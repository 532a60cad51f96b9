package dev.cellmill.common.message;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Moments as ISO 8601 in UTC, as {@link Instant} writes and reads them, without the general formatter: each event has one
 * twice. What is not of the usual form is left to {@link Instant}. Pure.
 */
public final class InstantText {
    private static final int BEFORE_FRACTION = "2026-11-22T01:02:03".length();
    private static final int LONGEST = BEFORE_FRACTION + ".123456789Z".length();
    private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long AFTER_YEAR_9999 = Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();
    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1_000;
    private static final int MAX_DIGITS = 9;
    private static final int SECONDS_OF_DAY = 24 * 60 * 60;

    private InstantText() {}

    /** The same as {@link Instant#toString()}: no fraction, or 3, 6 or 9 digits of it. */
    public static String of(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds < YEAR_0 || seconds >= AFTER_YEAR_9999) {
            return instant.toString();
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_OF_DAY));
        var text = new byte[LONGEST];
        int at = put(text, 0, date.getYear(), 4);
        text[at++] = '-';
        at = put(text, at, date.getMonthValue(), 2);
        text[at++] = '-';
        at = put(text, at, date.getDayOfMonth(), 2);
        text[at++] = 'T';
        int second = Math.floorMod(seconds, SECONDS_OF_DAY);
        at = put(text, at, second / 3600, 2);
        text[at++] = ':';
        at = put(text, at, second / 60 % 60, 2);
        text[at++] = ':';
        at = put(text, at, second % 60, 2);
        at = putFraction(text, at, instant.getNano());
        text[at++] = 'Z';
        return new String(text, 0, at, StandardCharsets.ISO_8859_1);
    }

    /** @throws DateTimeException if it is no moment as {@link Instant#parse} takes them */
    public static Instant parse(String text) {
        if (!isUsual(text)) {
            return Instant.parse(text);
        }
        LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        long ofDay = (hour * 60L + minute) * 60 + second;
        return Instant.ofEpochSecond(date.toEpochDay() * SECONDS_OF_DAY + ofDay, nanos(text));
    }

    /** Digits and signs where they stand in most texts, so that only their worth may be wrong. */
    private static boolean isUsual(String text) {
        int end = text.length() - 1;
        if (end < BEFORE_FRACTION || end >= LONGEST || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean fits = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == 'T';
                case 13, 16 -> c == ':';
                case 19 -> c == '.';
                default -> c >= '0' && c <= '9';
            };
            if (!fits) {
                return false;
            }
        }
        return end != BEFORE_FRACTION + 1;
    }

    private static int nanos(String text) {
        int from = BEFORE_FRACTION + 1;
        int end = text.length() - 1;
        if (end <= from) {
            return 0;
        }
        int nanos = number(text, from, end);
        for (int digits = end - from; digits < MAX_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static int putFraction(byte[] text, int from, int nano) {
        if (nano == 0) {
            return from;
        }
        text[from] = '.';
        if (nano % MILLI == 0) {
            return put(text, from + 1, nano / MILLI, 3);
        }
        return nano % MICRO == 0 ? put(text, from + 1, nano / MICRO, 6) : put(text, from + 1, nano, MAX_DIGITS);
    }

    private static int put(byte[] text, int from, int number, int digits) {
        int left = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return from + digits;
    }
}
