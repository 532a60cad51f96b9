package dev.cellmill.common.json;

import org.jspecify.annotations.Nullable;

/** How many bytes a text takes as a JSON text in UTF-8. Pure. */
public final class EscapedText {
    private static final int QUOTES = 2;
    private static final int CONTROL = 6;

    private EscapedText() {}

    /** With its quotes; 0 for none. Never too few. */
    public static long bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = QUOTES;
        for (int i = 0; i < text.length(); i++) {
            bytes += bytes(text.charAt(i));
        }
        return bytes;
    }

    /** As much of its beginning as takes at most so many bytes; no character is cut in two. */
    public static String head(String text, int most) {
        long bytes = QUOTES;
        int end = 0;
        while (end < text.length()) {
            bytes += bytes(text.charAt(end));
            if (bytes > most) {
                return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
            }
            end++;
        }
        return text;
    }

    private static int bytes(char character) {
        if (character < ' ') {
            return CONTROL;
        }
        if (character < 0x80) {
            return character == '"' || character == '\\' || character == '/' ? 2 : 1;
        }
        // a pair of surrogates is four bytes
        return character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
    }
}
