package dev.cellmill.jobapi.sheet;

/** What PostgreSQL cannot hold in a text: NUL, and halves of surrogate pairs. Pure. */
public final class Text {
    private static final int REPLACEMENT = 0xFFFD;

    private Text() {}

    /** The place of the first character that cannot be stored, or -1. */
    public static int firstUnstorable(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return i;
            }
            if (Character.isHighSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** The same with U+FFFD in place of each of these. */
    public static String storable(String text) {
        return firstUnstorable(text) < 0
                ? text
                : text.codePoints().map(point -> isStorable(point) ? point : REPLACEMENT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean isStorable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }

    static String nameOf(char unstorable) {
        return unstorable == 0 ? "the character NUL" : "half a surrogate pair (\\u%04x)".formatted((int) unstorable);
    }
}
