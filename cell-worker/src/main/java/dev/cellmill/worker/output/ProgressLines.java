package dev.cellmill.worker.output;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of a growing text that tell of progress. A line ends with a line feed or, as progress bars have it, a
 * carriage return. Not thread-safe.
 */
final class ProgressLines {
    private static final int LONGEST = 200;

    private final List<Pattern> patterns;
    private final StringBuilder line = new StringBuilder();
    private @Nullable String latest;

    ProgressLines(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** @throws IllegalArgumentException if one is no regular expression */
    static List<Pattern> compile(List<String> patterns) {
        try {
            return patterns.stream().map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE)).toList();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("cellmill.output.progress-patterns: " + e.getMessage(), e);
        }
    }

    void add(int point) {
        if (patterns.isEmpty()) {
            return;
        }
        if (point == '\n' || point == '\r') {
            endLine();
        } else if (line.length() < LONGEST) {
            line.appendCodePoint(point);
        }
    }

    void endLine() {
        if (patterns.stream().anyMatch(pattern -> pattern.matcher(line).find())) {
            latest = line.toString().strip();
        }
        line.setLength(0);
    }

    boolean hasNews() {
        return latest != null;
    }

    /** The last that was found since it was last taken; null if none was. */
    @Nullable
    String take() {
        String taken = latest;
        latest = null;
        return taken;
    }
}
