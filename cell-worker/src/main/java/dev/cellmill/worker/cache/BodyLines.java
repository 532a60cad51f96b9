package dev.cellmill.worker.cache;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines in UTF-8, one at a time. Not thread-safe. */
final class BodyLines {
    private final InputStream in;
    private final int longest;
    private long number;

    /** @param longest line, in bytes */
    BodyLines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in);
        this.longest = longest;
    }

    /** Of the last line that was given, from 1. */
    long number() {
        return number;
    }

    /** The next one that is not blank, null at the end. @throws ProblemException if it is too long */
    @Nullable
    String next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0 || line.size() > 0; read = in.read()) {
            if (read >= 0 && read != '\n') {
                line.write(read);
                if (line.size() > longest) {
                    throw new ProblemException(Problem.atLine(ProblemType.BODY_TOO_LARGE, number + 1,
                            "A line has at most %,d bytes. Nothing of what was sent is kept.".formatted(longest)));
                }
                continue;
            }
            number++;
            String text = line.toString(StandardCharsets.UTF_8);
            if (!text.isBlank()) {
                return text;
            }
            line.reset();
            if (read < 0) {
                return null;
            }
        }
        return null;
    }
}
