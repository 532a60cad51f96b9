package dev.cellmill.common.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** What is wrong with a text that is no JSON or YAML, for whoever sent it: without what the parser says of itself. Pure. */
public final class JsonMistake {
    private static final int LONGEST = 200;
    private static final Pattern ABOUT_ITSELF = Pattern.compile(
            "\\s*\\((?:[^()]*\\[Source:|through reference chain:)[^\\n]*|,? from `[^`]*`");
    private static final Pattern INTERNAL = Pattern
            .compile("tools\\.jackson|com\\.fasterxml|java\\.|Stream(Read|Write)");

    private static final Pattern TWICE = Pattern.compile("Duplicate Object property \"(.*)\".*", Pattern.DOTALL);
    private static final Pattern NO_VALUE = Pattern.compile("Unrecognized token '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern STRAY = Pattern.compile("Unexpected (?:character \\('|close marker ')([^']+)'.*",
            Pattern.DOTALL);
    private static final int LONGEST_SHOWN = 40;

    private JsonMistake() {}

    /** Of JSON: its place, what is wrong there, and what to do. Part of a sentence, without its full stop. */
    public static String placed(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null || at.getLineNr() < 1
                ? why(e)
                : "in line %d, character %d: %s".formatted(at.getLineNr(), at.getColumnNr(), why(e));
    }

    /** The same without its place. Where the parser's words are not known, generally. */
    public static String why(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return of(e) + "; make it smaller";
        }
        if (e instanceof UnexpectedEndOfInputException) {
            return "it ends too early; every quote and bracket has to be closed";
        }
        String said = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        Matcher matcher = TWICE.matcher(said);
        if (matcher.matches()) {
            return "the name \"%s\" stands twice in one object; leave one out".formatted(shown(matcher.group(1)));
        }
        matcher = NO_VALUE.matcher(said);
        if (matcher.matches()) {
            return "\"%s\" is no value of JSON; put texts in double quotes".formatted(shown(matcher.group(1)));
        }
        matcher = STRAY.matcher(said);
        return matcher.matches()
                ? "the character %s does not belong there; look at the quotes, commas and brackets before it"
                        .formatted(matcher.group(1))
                : "it is no JSON there; look at the quotes, the commas, the brackets and what is escaped";
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

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
