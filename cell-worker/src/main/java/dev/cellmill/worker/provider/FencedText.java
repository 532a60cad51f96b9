package dev.cellmill.worker.provider;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Language models like to wrap an answer in blank space or a Markdown code fence. */
public final class FencedText {
    private static final String FENCE = "```";
    private static final Pattern FENCED = Pattern.compile("```[\\w-]*[ \\t]*\\R(.*?)\\R?```", Pattern.DOTALL);

    private FencedText() {}

    /** The text within, if the whole of it is wrapped. */
    public static String unwrap(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith(FENCE)) {
            return stripped;
        }
        Matcher fenced = FENCED.matcher(stripped);
        return fenced.matches() ? fenced.group(1).strip() : stripped;
    }
}
