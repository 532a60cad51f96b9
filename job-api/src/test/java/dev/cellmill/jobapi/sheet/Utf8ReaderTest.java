package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.Refusals.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class Utf8ReaderTest {

    @Test
    void readsTheSameHoweverTheBytesAndTheRoomCome() throws IOException {
        String text = "aé漢😀\r\n".repeat(30_000);
        for (int room : List.of(1, 2, 3, 8_192)) {
            assertThat(read(new Utf8Reader(trickle(text)), room)).isEqualTo(text);
        }
    }

    @Test
    void refusesWhateverIsNotUtf8() {
        for (String bad : List.of("ff", "c0af", "eda080", "f4908080", "61e2", "6180", "fffe6100")) {
            assertThat(problemOf(() -> read(new Utf8Reader(new ByteArrayInputStream(HexFormat.of().parseHex(bad))), 10))
                    .detail()).as(bad).contains("is not UTF-8");
        }
    }

    @Test
    void namesTheOffsetCountedInTheFile() {
        byte[] bytes = ("\uFEFF" + "x\n".repeat(100_000) + "?").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0xFC;

        assertThat(problemOf(() -> read(new Utf8Reader(new ByteArrayInputStream(bytes)), 8_192)).detail())
                .contains("0xFC at offset 200003, in line 100001");
    }

    private static InputStream trickle(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 7));
            }
        };
    }

    private static String read(Utf8Reader reader, int room) throws IOException {
        var all = new StringBuilder();
        char[] buffer = new char[room];
        for (int read; (read = reader.read(buffer, 0, room)) >= 0;) {
            all.append(buffer, 0, read);
        }
        return all.toString();
    }
}
