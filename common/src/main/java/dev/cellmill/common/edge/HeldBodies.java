package dev.cellmill.common.edge;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads bodies that are held whole, as JSON and YAML are, so that all of a process together take bounded memory, with what is
 * made of them. What a request has read counts until it is answered.
 */
public final class HeldBodies extends OncePerRequestFilter {
    private static final ScopedValue<Holding> CURRENT = ScopedValue.newInstance();
    /** Of all waiting of a request. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int PIECE = 64 * 1024;
    /** The bytes, a copy while they are joined, and their text. */
    private static final int COPIES = 3;
    /** Of a tree: a value with its place in a list or a map, in bytes. */
    private static final int NODE = 64;

    private final HeldBytes bytes;

    HeldBodies(HeldBytes bytes) {
        this.bytes = bytes;
    }

    /** What one request holds. Of its thread. */
    private final class Holding {
        private final @Nullable TenantId tenant;
        private long held;
        private Duration patience = PATIENCE;

        Holding(@Nullable TenantId tenant) {
            this.tenant = tenant;
        }

        void take(long more) throws IOException {
            long begin = System.nanoTime();
            try {
                if (!bytes.take(tenant, more, patience)) {
                    throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE,
                            "Other requests' bodies take all the memory that there is for them; try again in a moment."));
                }
                held += more;
                patience = patience.minusNanos(System.nanoTime() - begin);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted in waiting for memory");
            }
        }

        void giveBack() {
            if (held > 0) {
                bytes.give(tenant, held);
                held = 0;
            }
        }
    }

    /**
     * A body, or, of one that is too long, its first bytes, one more than there may be. Counts for the request of this thread,
     * if it has one.
     *
     * @throws ProblemException if there is no memory for it, or it comes too slowly
     */
    public static byte[] read(InputStream body, int most) throws IOException {
        var paced = PacedBody.of(body);
        var whole = new ByteArrayOutputStream();
        byte[] piece = new byte[Math.min(PIECE, most + 1)];
        int values = 0;
        while (whole.size() <= most) {
            int read = paced.read(piece, 0, Math.min(piece.length, most + 1 - whole.size()));
            if (read < 0) {
                break;
            }
            int here = Math.min(values(piece, read), Json.MAX_TOKENS - values);
            values += here;
            if (CURRENT.isBound()) {
                CURRENT.get().take((long) COPIES * read + (long) NODE * here);
            }
            whole.write(piece, 0, read);
        }
        return whole.toByteArray();
    }

    /** What the request of this thread has read is not used any more, though it is not answered yet. */
    public static void letGo() {
        if (CURRENT.isBound()) {
            CURRENT.get().giveBack();
        }
    }

    /** At least as many as a JSON or YAML text can have, if those in its texts are counted too. */
    private static int values(byte[] piece, int length) {
        int values = 0;
        for (int i = 0; i < length; i++) {
            byte b = piece[i];
            if (b == '{' || b == '[' || b == ',' || b == ':' || b == '-' || b == '\n') {
                values++;
            }
        }
        return values;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var holding = new Holding(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller
                ? caller.tenant()
                : null);
        try {
            ScopedValue.where(CURRENT, holding).call(() -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            holding.giveBack();
        }
    }
}
