package dev.cellmill.benchmark.provider;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** How many tokens a call takes: every number from the least to the most is as likely. */
record TokenRange(int least, int most) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

    TokenRange {
        if (least < 0 || least > most) {
            throw new IllegalArgumentException("token counts go from the least to the most, 0 or above");
        }
    }

    /** {@code 100} or {@code 50-150}. */
    static TokenRange parse(String text) {
        var shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException("token counts are 100 or 50-150, not " + text);
        }
        int least = Integer.parseInt(shape.group(1));
        return new TokenRange(least, shape.group(2) == null ? least : Integer.parseInt(shape.group(2)));
    }

    int draw(RandomGenerator random) {
        return random.nextInt(least, most + 1);
    }
}
