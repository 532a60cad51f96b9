package dev.cellmill.common.id;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How OpenAI's API writes ids: what they name, and 32 hexadecimal digits. Pure. */
public final class PrefixedId {
    private static final Pattern DIGITS = Pattern
            .compile("([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

    private PrefixedId() {}

    public static String write(String prefix, UUID id) {
        return prefix + id.toString().replace("-", "");
    }

    /** Empty if the text is no such id. */
    public static Optional<UUID> read(String prefix, String text) {
        if (!text.startsWith(prefix)) {
            return Optional.empty();
        }
        Matcher digits = DIGITS.matcher(text.substring(prefix.length()));
        return digits.matches() ? Optional.of(UUID.fromString(digits.replaceAll("$1-$2-$3-$4-$5"))) : Optional.empty();
    }
}
