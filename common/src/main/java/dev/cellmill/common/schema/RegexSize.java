package dev.cellmill.common.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a regular expression is once its counted repetitions are written out, which is what a matcher keeps of it:
 * {@code ((a{9}){9}){9}} is over 700 long. Never too small; a little too large for groups and classes. Pure.
 */
final class RegexSize {
    /** Beyond it nothing is told apart. */
    private static final long MOST = 1_000_000_000;
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");
    private static final Pattern NAMED = Pattern.compile("\\\\[pPx]\\{[^}]*}");

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long size;
    /** Of what a repetition would repeat. */
    private long last;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    static long of(String regex) {
        return new RegexSize(regex).measure();
    }

    private long measure() {
        int at = 0;
        while (at < regex.length()) {
            at = step(at);
        }
        return outer.stream().reduce(size, RegexSize::sum);
    }

    /** @return where the next piece begins */
    private int step(int at) {
        return switch (regex.charAt(at)) {
            case '\\' -> {
                Matcher named = NAMED.matcher(regex).region(at, regex.length());
                yield atom(named.lookingAt() ? named.end() : at + 2);
            }
            case '[' -> atom(endOfClass(at));
            case '(' -> {
                outer.push(size);
                size = 1;
                yield at + 1;
            }
            case ')' -> {
                last = size + 1;
                size = sum(last, outer.isEmpty() ? 0 : outer.pop());
                yield at + 1;
            }
            case '{' -> counted(at);
            case '*', '+', '?' -> {
                last = sum(last, 1);
                size = sum(size, 1);
                yield at + 1;
            }
            default -> atom(at + 1);
        };
    }

    private int atom(int next) {
        last = 1;
        size = sum(size, 1);
        return next;
    }

    private int counted(int at) {
        Matcher count = COUNT.matcher(regex).region(at, regex.length());
        if (!count.lookingAt()) {
            return atom(at + 1);
        }
        String most = count.group(3);
        long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most) + 1;
        size = sum(size, product(last, times));
        last = product(last, times);
        return count.end();
    }

    private int endOfClass(int at) {
        int next = at + 1;
        if (next < regex.length() && regex.charAt(next) == '^') {
            next++;
        }
        // a bracket that comes first stands for itself
        next++;
        while (next < regex.length() && regex.charAt(next) != ']') {
            next += regex.charAt(next) == '\\' ? 2 : 1;
        }
        return next + 1;
    }

    private static long sum(long a, long b) {
        return Math.min(a + b, MOST);
    }

    private static long product(long a, long b) {
        return Math.min(a * b, MOST);
    }
}
