package dev.cellmill.jobapi.sheet;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they arrive. Whoever made it closes the stream.
 *
 * @param delimiter between the values of a CSV
 * @param gzip whether the stream is compressed
 */
public record SheetBody(SheetFormat format, char delimiter, boolean gzip, InputStream stream) {
    public static final char COMMA = ',';

    public SheetBody {
        requireNonNull(format, "format is null");
        requireNonNull(stream, "stream is null");
    }

    /** @throws ProblemException if the text is no single character that can stand between values */
    public static char delimiter(@Nullable String text) {
        if (text == null) {
            return COMMA;
        }
        if (text.length() == 1 && "\"\r\n\0\uFEFF".indexOf(text.charAt(0)) < 0
                && !Character.isSurrogate(text.charAt(0))) {
            return text.charAt(0);
        }
        throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                "The parameter delimiter is one character other than a quote or a line break, such as ; or %09."));
    }
}
