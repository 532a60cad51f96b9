package dev.cellmill.worker.provider.transport;

/**
 * A text that is found however JSON spells its characters: as they are, behind backslashes, as {@code \n} and the like, or as
 * {@code \}{@code u0073}, each with as many backslashes as texts within texts make of one. Pure.
 */
record SpelledText(String text) {
    /** More is to be read before it can be told. */
    static final int OPEN = -1;
    static final int NONE = -2;

    /** Of a text within a text within a text; so what is held back while it is open stays short. */
    private static final int MOST_BACKSLASHES = 7;
    private static final int HEX_DIGITS = 4;
    private static final String CONTROLS = "\n\t\r\b\f";
    private static final String CONTROL_LETTERS = "ntrbf";

    /** @return where it ends if it begins there, else {@link #OPEN} or {@link #NONE} */
    int endIn(CharSequence read, int from) {
        return endIn(read, from, 0);
    }

    private int endIn(CharSequence read, int from, int next) {
        int at = from;
        for (int i = next; i < text.length() && at >= 0; i++) {
            if (text.charAt(i) == '\\') {
                return endAfterBackslash(read, at, i);
            }
            at = endOf(text.charAt(i), read, at);
        }
        return at;
    }

    /** How many of a row of backslashes are this one's only what follows can tell. */
    private int endAfterBackslash(CharSequence read, int from, int place) {
        int at = from;
        while (at < read.length() && read.charAt(at) == '\\' && at - from < MOST_BACKSLASHES) {
            at++;
            int end = endIn(read, at, place + 1);
            if (end != NONE) {
                return end;
            }
        }
        if (at == read.length()) {
            return OPEN;
        }
        int end = read.charAt(at) == 'u' && at > from ? endOfHex('\\', read, at + 1) : NONE;
        return end < 0 ? end : endIn(read, end, place + 1);
    }

    private static int endOf(char wanted, CharSequence read, int from) {
        int at = from;
        while (at < read.length() && read.charAt(at) == '\\' && at - from < MOST_BACKSLASHES) {
            at++;
        }
        if (at == read.length()) {
            return OPEN;
        }
        char found = read.charAt(at);
        if (found == 'u' && at > from) {
            int end = endOfHex(wanted, read, at + 1);
            if (end != NONE) {
                return end;
            }
        }
        int control = CONTROLS.indexOf(wanted);
        boolean isControl = control >= 0 && at > from && found == CONTROL_LETTERS.charAt(control);
        return found == wanted || isControl ? at + 1 : NONE;
    }

    private static int endOfHex(char wanted, CharSequence read, int from) {
        int shown = Math.min(HEX_DIGITS, read.length() - from);
        for (int i = 0; i < shown; i++) {
            if (Character.digit(read.charAt(from + i), 16) != (wanted >> 4 * (HEX_DIGITS - 1 - i) & 0xF)) {
                return NONE;
            }
        }
        return shown < HEX_DIGITS ? OPEN : from + HEX_DIGITS;
    }
}
