package dev.cellmill.worker.provider.transport;

/**
 * Takes secrets out of a text that comes in pieces: the same text comes out wherever it was cut. What may be the beginning of a
 * secret is held back until more is there. Not thread-safe.
 */
public final class Redactor {
    private static final String IN_PLACE = "[secret]";

    private final Secrets secrets;
    private String open = "";

    public Redactor(Secrets secrets) {
        this.secrets = secrets;
    }

    /** @return what of it, and of what was held back before, can be shown */
    public String add(String piece) {
        return shown(open.isEmpty() ? piece : open + piece, false);
    }

    /** No more follows. @return the rest */
    public String end() {
        return shown(open, true);
    }

    private String shown(String text, boolean isEnd) {
        StringBuilder shown = null;
        int from = 0;
        int at = 0;
        open = "";
        while (at < text.length()) {
            if (!secrets.mayBeginWith(text.charAt(at))) {
                at++;
                continue;
            }
            int end = endOfSecret(text, at, isEnd);
            if (end == SpelledText.OPEN) {
                open = text.substring(at);
                break;
            }
            if (end == SpelledText.NONE) {
                at++;
                continue;
            }
            shown = (shown == null ? new StringBuilder() : shown).append(text, from, at).append(IN_PLACE);
            at = end;
            from = end;
        }
        if (shown == null) {
            return open.isEmpty() ? text : text.substring(0, at);
        }
        return shown.append(text, from, at).toString();
    }

    /** Of the longest one, since one may be a part of another. */
    private int endOfSecret(String text, int at, boolean isEnd) {
        int longest = SpelledText.NONE;
        for (SpelledText form : secrets.forms()) {
            int end = form.endIn(text, at);
            if (end == SpelledText.OPEN && !isEnd) {
                return end;
            }
            longest = end == SpelledText.OPEN ? longest : Math.max(longest, end);
        }
        return longest;
    }
}
