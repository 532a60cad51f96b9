package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.Refusals.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class MeasuredBodyTest {

    @Test
    void theHashIsOfTheFileWhetherItWasCompressedOrNot() throws IOException {
        byte[] file = "a\nb\n".getBytes(StandardCharsets.UTF_8);
        for (boolean gzip : new boolean[]{false, true}) {
            MeasuredBody body = body(gzip ? gzip(file) : file, gzip);

            assertThat(body.readAllBytes()).isEqualTo(file);
            assertThat(body.count()).isEqualTo(4);
            assertThat(HexFormat.of().formatHex(body.sha256()))
                    .isEqualTo("911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2");
        }
    }

    @Test
    void damagedGzipIsMalformed() throws IOException {
        byte[] whole = gzip(random(10_000));
        byte[] broken = whole.clone();
        broken[5_000] ^= 0x55;

        for (byte[] damaged : new byte[][]{"a,b\n".getBytes(StandardCharsets.UTF_8), new byte[0], broken,
                Arrays.copyOf(whole, 5_000)}) {
            assertThat(problemOf(() -> body(damaged, true).readAllBytes()).type())
                    .isEqualTo(ProblemType.SHEET_MALFORMED);
        }
    }

    @Test
    void bodiesOverTheLimitEnd() {
        assertThat(problemOf(() -> body(new byte[(64 << 20) + 1], false).readAllBytes()).type())
                .isEqualTo(ProblemType.SHEET_TOO_LARGE);
    }

    @Test
    void aBombIsRefusedLongBeforeItsSize() throws IOException {
        byte[] bomb = gzip(new byte[1 << 20]);

        assertThat(problemOf(() -> body(bomb, true).readAllBytes()).detail()).contains("more than 200 to 1");
        assertThat(body(gzip(new byte[256 << 10]), true).readAllBytes()).hasSize(256 << 10);
    }

    private static MeasuredBody body(byte[] bytes, boolean gzip) throws IOException {
        return new MeasuredBody(new SheetBody(SheetFormat.CSV, ',', gzip, new ByteArrayInputStream(bytes)),
                ReadTable.LIMITS);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
