package dev.cellmill.worker.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.worker.provider.transport.EventReader.Next;
import dev.cellmill.worker.provider.transport.EventReader.Then;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
    private static final String STREAM = """
            \uFEFFdata: first

            : a comment
            event: pièce
            id: 7
            data: {"a":
            data:  "ü€😀"}
            unknown: x

            event: without data

            data

            data:last

            data: never ended""";
    private static final List<ServerEvent> EVENTS = List.of(new ServerEvent("message", "first"),
            new ServerEvent("pièce", "{\"a\":\n \"ü€😀\"}"), new ServerEvent("message", ""),
            new ServerEvent("message", "last"));

    private final List<ServerEvent> events = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void allLineEndingsEndLines(String lineEnding) throws CharacterCodingException {
        assertThat(feed(STREAM.replace("\n", lineEnding), 1_000)).isEqualTo(Then.MORE);
        assertThat(events).isEqualTo(EVENTS);
    }

    @Property(tries = 300)
    void eventsAreTheSameWhereverReadsSplitThem(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 9) Integer> reads,
            @ForAll @IntRange(max = 2) int ending) throws CharacterCodingException {
        byte[] bytes = bytes(STREAM.replace("\n", List.of("\n", "\r", "\r\n").get(ending)));
        var parser = new EventParser(StandardCharsets.UTF_8);
        var read = new ArrayList<ServerEvent>();
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            int length = Math.min(bytes.length - at, reads.get(i % reads.size()));
            parser.feed(Arrays.copyOfRange(bytes, at, at + length), length, event -> {
                read.add(event);
                return Then.MORE;
            });
            at += length;
        }
        assertThat(read).isEqualTo(EVENTS);
    }

    @Test
    void anEventIsThereWithItsLastByte() throws CharacterCodingException {
        feed("data: x\n", 100);
        assertThat(events).isEmpty();
        var parser = new EventParser(StandardCharsets.UTF_8);
        parser.feed(bytes("data: x\r\r"), 9, this::note);
        assertThat(events).hasSize(1);
    }

    @Test
    void nothingIsReadAfterTheReadersLastWord() throws CharacterCodingException {
        byte[] bytes = bytes("data: 1\n\ndata: 2\n\n");
        Next last = new EventParser(StandardCharsets.UTF_8).feed(bytes, bytes.length, event -> {
            note(event);
            return Then.END;
        });
        assertThat(last).isEqualTo(Then.END);
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: x", "data: x\n"})
    void anEventWithoutEndIsNotHeldInMemory(String line) throws CharacterCodingException {
        assertThat(feed(line.repeat(EventParser.LONGEST / 10), 8_192)).isEqualTo(Then.MORE);
        assertThat(feed(line.repeat(EventParser.LONGEST), 8_192)).isEqualTo(Then.TOO_LARGE);
        assertThat(events).isEmpty();
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        byte[] bytes = "data: ü\n\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new EventParser(StandardCharsets.UTF_8).feed(bytes, bytes.length, this::note))
                .isInstanceOf(CharacterCodingException.class);
    }

    private Next feed(String text, int read) throws CharacterCodingException {
        byte[] bytes = bytes(text);
        var parser = new EventParser(StandardCharsets.UTF_8);
        Next next = Then.MORE;
        for (int at = 0; at < bytes.length && next == Then.MORE; at += read) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + read));
            next = parser.feed(part, part.length, this::note);
        }
        return next;
    }

    private Next note(ServerEvent event) {
        events.add(event);
        return Then.MORE;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
