package dev.cellmill.common.edge;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A body as it comes: it has an end, and whoever waits for it does not wait for ever. Of each half minute of waiting at least
 * 30 KB must have come; time that the reader takes itself does not count. Not thread-safe.
 */
public final class PacedBody extends InputStream {
    static final Duration WINDOW = Duration.ofSeconds(30);
    /** In a window, in bytes. */
    static final int LEAST = 30 * 1024;

    private final InputStream body;
    private final long most;
    private final Supplier<? extends RuntimeException> tooLarge;
    private final LongSupplier nanoTime;
    private long count;
    private long waited;
    private long came;

    /** @param most in bytes @param tooLarge what reading more ends with */
    public PacedBody(InputStream body, long most, Supplier<? extends RuntimeException> tooLarge) {
        this(body, most, tooLarge, System::nanoTime);
    }

    PacedBody(InputStream body, long most, Supplier<? extends RuntimeException> tooLarge, LongSupplier nanoTime) {
        this.body = body;
        this.most = most;
        this.tooLarge = tooLarge;
        this.nanoTime = nanoTime;
    }

    /** Of a body whose reader knows where it ends. */
    public static PacedBody of(InputStream body) {
        return new PacedBody(body, Long.MAX_VALUE, IllegalStateException::new);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        long begin = nanoTime.getAsLong();
        int read = body.read(target, from, length);
        waited += nanoTime.getAsLong() - begin;
        if (read < 0) {
            return read;
        }
        count += read;
        if (count > most) {
            throw tooLarge.get();
        }
        came += read;
        if (waited >= WINDOW.toNanos()) {
            if (came < LEAST) {
                throw new ProblemException(Problem.of(ProblemType.BODY_TOO_SLOW,
                        "The body came more slowly than 1 KB a second, and was given up; send it again over a faster connection."));
            }
            waited = 0;
            came = 0;
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }
}
