package dev.cellmill.common.json;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/** What is wrong with a text that is no JSON or YAML, for whoever sent it: without what the parser says of itself. Pure. */
public final class JsonMistake {
    private static final int LONGEST = 200;
    private static final Pattern ABOUT_ITSELF = Pattern.compile(
            "\\s*\\((?:[^()]*\\[Source:|through reference chain:)[^\\n]*|,? from `[^`]*`");
    private static final Pattern INTERNAL = Pattern
            .compile("tools\\.jackson|com\\.fasterxml|java\\.|Stream(Read|Write)");

    private JsonMistake() {}

    /** Part of a sentence, without its full stop. */
    public static String of(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is nested deeper than %d levels, has more than %,d values, or a name, number or text in it is too long"
                    .formatted(Json.MAX_DEPTH, Json.MAX_TOKENS);
        }
        String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        String line = ABOUT_ITSELF.matcher(message.lines().findFirst().orElse("")).replaceAll("").strip();
        if (line.isEmpty()) {
            return "it ends too early";
        }
        if (INTERNAL.matcher(line).find()) {
            return "it cannot be read";
        }
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
