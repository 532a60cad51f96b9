package dev.cellmill.worker.provider.language;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that are told apart, and the languages (ISO 639-1) that each may be. Those are left out that a short
 * text does not tell from a larger neighbour: Afrikaans beside Dutch, Galician beside Spanish, Latin beside all.
 * Norwegian is {@code no} in both its forms.
 */
enum Script {
    LATIN("en de fr es it pt nl pl sv da no fi cs sk hu ro hr sl lt lv et tr id ms vi sq ca is ga cy eu mt sw tl az uz"), CYRILLIC(
            "ru uk bg sr mk be kk ky mn tg tt"), ARABIC("ar fa ur ps"), DEVANAGARI("hi mr ne"), HAN("zh"), JAPANESE(
                    "ja"), HANGUL("ko"), GREEK("el"), HEBREW("he"), THAI("th"), ARMENIAN("hy"), GEORGIAN("ka"), BENGALI(
                            "bn"), TAMIL("ta"), TELUGU("te"), KANNADA(
                                    "kn"), MALAYALAM("ml"), GUJARATI("gu"), GURMUKHI("pa"), SINHALA("si");

    private static final Map<UnicodeScript, Script> BY_UNICODE = byUnicode();
    private static final int UNKNOWN = values().length;

    private final List<String> languages;

    Script(String languages) {
        this.languages = List.of(languages.split(" "));
    }

    List<String> languages() {
        return languages;
    }

    boolean isOneLanguage() {
        return languages.size() == 1;
    }

    /**
     * The script of most letters; null if there are none, or most are of another one. Kana makes a text Japanese
     * however many Chinese characters stand around it.
     */
    static @Nullable Script of(String text) {
        int[] letters = new int[UNKNOWN + 1];
        text.codePoints().filter(Character::isLetter).forEach(letter -> letters[indexOf(letter)]++);
        if (letters[JAPANESE.ordinal()] > 0) {
            letters[JAPANESE.ordinal()] += letters[HAN.ordinal()];
        }
        int most = UNKNOWN;
        for (Script script : values()) {
            if (letters[script.ordinal()] > letters[most]) {
                most = script.ordinal();
            }
        }
        return most == UNKNOWN ? null : values()[most];
    }

    private static int indexOf(int letter) {
        Script script = BY_UNICODE.get(UnicodeScript.of(letter));
        return script == null ? UNKNOWN : script.ordinal();
    }

    private static Map<UnicodeScript, Script> byUnicode() {
        var scripts = new EnumMap<UnicodeScript, Script>(UnicodeScript.class);
        Arrays.stream(values())
                .filter(script -> script != JAPANESE)
                .forEach(script -> scripts.put(UnicodeScript.valueOf(script.name()), script));
        scripts.put(UnicodeScript.HIRAGANA, JAPANESE);
        scripts.put(UnicodeScript.KATAKANA, JAPANESE);
        return scripts;
    }
}
