package dev.cellmill.common.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
    private long now;

    /** So many bytes at a time, each time after so long. */
    private final class Dripping extends InputStream {
        private final int bytes;
        private final Duration after;
        private int left;

        Dripping(int bytes, Duration after, int times) {
            this.bytes = bytes;
            this.after = after;
            this.left = times;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            now += after.toNanos();
            Arrays.fill(target, from, from + Math.min(bytes, length), (byte) 'x');
            return left-- > 0 ? Math.min(bytes, length) : -1;
        }

        @Override
        public int read() {
            throw new IllegalStateException("not asked for");
        }
    }

    @Test
    void aBodyThatTricklesIsGivenUp() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> paced(new Dripping(1_000, Duration.ofSeconds(1), 1_000)).readAllBytes())
                .satisfies(e -> assertThat(e.problems().getFirst().type()).isEqualTo(ProblemType.BODY_TOO_SLOW));
        assertThat(now).isLessThanOrEqualTo(Duration.ofSeconds(31).toNanos());
    }

    @Test
    void aBodyThatTricklesAfterItHasFlownIsGivenUpToo() throws IOException {
        PacedBody body = paced(new java.io.SequenceInputStream(
                new Dripping(1_100_000, Duration.ofSeconds(1), 40), new Dripping(1, Duration.ofSeconds(1), 1_000)));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(body::readAllBytes);
    }

    @Test
    void aSlowBodyThatKeepsComingIsReadToItsEnd() throws IOException {
        PacedBody body = paced(new Dripping(1_100, Duration.ofSeconds(1), 1_000));
        byte[] buffer = new byte[1_100];
        int all = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            all += read;
        }
        assertThat(all).isEqualTo(1_100_000);
    }

    @Test
    void timeThatTheReaderTakesDoesNotCount() throws IOException {
        PacedBody body = paced(new Dripping(10, Duration.ofMillis(1), 100));
        byte[] buffer = new byte[10];
        int all = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            all += read;
            now += Duration.ofMinutes(1).toNanos();
        }
        assertThat(all).isEqualTo(1_000);
    }

    @Test
    void aBodyHasAnEnd() throws IOException {
        assertThat(bounded(10).readAllBytes()).hasSize(10);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> bounded(11).readAllBytes());
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> bounded(11).skipNBytes(11));
    }

    private static PacedBody bounded(int bytes) {
        return new PacedBody(new ByteArrayInputStream(new byte[bytes]), 10, IllegalArgumentException::new);
    }

    private PacedBody paced(InputStream body) {
        return new PacedBody(body, Long.MAX_VALUE, IllegalStateException::new, () -> now);
    }
}
