package dev.cellmill.worker.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same events wherever the bytes are split. Runs its corpus; with {@code JAZZER_FUZZ=1} it looks for more. */
class EventParserFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void splitAnywhere(byte[] stream) {
        List<ServerEvent> whole = events(stream, stream.length + 1);
        for (int pieces : new int[]{1, 2, 3, 7}) {
            assertThat(events(stream, pieces)).isEqualTo(whole);
        }
    }

    /** Null where it is not UTF-8. */
    private static @Nullable List<ServerEvent> events(byte[] stream, int pieces) {
        List<ServerEvent> events = new ArrayList<>();
        var parser = new EventParser(StandardCharsets.UTF_8);
        try {
            for (int at = 0; at < stream.length; at += pieces) {
                byte[] piece = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + pieces));
                parser.feed(piece, piece.length, event -> {
                    events.add(event);
                    return EventReader.Then.MORE;
                });
            }
            return events;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
