package dev.cellmill.classify;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Text as BERT's uncased vocabulary expects it before words are cut into pieces: lower case, without accents and control
 * characters, with spaces around each punctuation mark and each Chinese character (BertNormalizer and BertPreTokenizer).
 */
final class PlainWords {
    /** The model reads 256 tokens; more characters than these never are fewer. Bounds the work on a huge text. */
    private static final int MOST_CHARACTERS = 16_000;

    private static final int REPLACEMENT = 0xFFFD;

    private PlainWords() {}

    static String of(String text) {
        String whole = text.strip();
        String cut = whole.length() > MOST_CHARACTERS ? whole.substring(0, MOST_CHARACTERS) : whole;
        var plain = new StringBuilder(cut.length() + 16);
        Normalizer.normalize(cut, Normalizer.Form.NFD).toLowerCase(Locale.ROOT).codePoints()
                .forEach(character -> append(plain, character));
        return plain.toString();
    }

    private static void append(StringBuilder plain, int character) {
        if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
            plain.append(' ');
        } else if (isMark(character) || isOwnWord(character)) {
            plain.append(' ').appendCodePoint(character).append(' ');
        } else if (!isDropped(character)) {
            plain.appendCodePoint(character);
        }
    }

    private static boolean isDropped(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.CONTROL, Character.FORMAT, Character.SURROGATE,
                    Character.PRIVATE_USE, Character.UNASSIGNED ->
                true;
            default -> character == REPLACEMENT;
        };
    }

    /** All of ASCII that is neither letter nor digit counts, as in BERT, though Unicode calls some of it symbols. */
    private static boolean isMark(int character) {
        if (character < 0x80) {
            return character > ' ' && character < 0x7F && !Character.isLetterOrDigit(character);
        }
        return switch (Character.getType(character)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                true;
            default -> false;
        };
    }

    private static boolean isOwnWord(int character) {
        return Character.isIdeographic(character);
    }
}
