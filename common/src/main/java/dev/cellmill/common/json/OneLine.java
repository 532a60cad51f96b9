package dev.cellmill.common.json;

/** Writes JSON on one line and changes nothing else: not a number's digits, a text's escapes or the order of members. Pure. */
public final class OneLine {
    private OneLine() {}

    /** @param json well-formed; without the blanks between its tokens */
    public static String of(String json) {
        int first = firstBlank(json);
        if (first < 0) {
            return json;
        }
        var line = new StringBuilder(json.length()).append(json, 0, first);
        boolean inText = false;
        for (int i = first; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inText) {
                line.append(c);
                if (c == '\\' && i + 1 < json.length()) {
                    line.append(json.charAt(++i));
                } else if (c == '"') {
                    inText = false;
                }
            } else if (!isBlank(c)) {
                line.append(c);
                inText = c == '"';
            }
        }
        return line.toString();
    }

    /** Outside of texts; negative if there is none. */
    private static int firstBlank(String json) {
        boolean inText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inText) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inText = false;
                }
            } else if (isBlank(c)) {
                return i;
            } else {
                inText = c == '"';
            }
        }
        return -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
