package dev.cellmill.worker.provider.language;

import java.util.Locale;
import java.util.regex.Pattern;

/** Takes out what says nothing of a language and misleads by its letters, as the model's training did. */
final class PlainText {
    /** An e-mail address is looked for at the beginning of a word only, or a long word would take quadratic time. */
    private static final Pattern ADDRESSES = Pattern.compile("https?://\\S+|(?<!\\S)[^\\s@]++@\\S+|\\d+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PlainText() {}

    /** Lower-case, without URLs, e-mail addresses and digits, one blank between words. */
    static String of(String text) {
        String words = ADDRESSES.matcher(text).replaceAll(" ");
        return BLANKS.matcher(words).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }
}
