package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.Position;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CellTextTest {
    private static final Position FIRST = new Position(1, 1, 0);
    private static final AttemptKey ATTEMPT = new AttemptKey(FIRST, 1);

    /** A part of what the attempt of this number writes. */
    record Chunk(int attempt, int from, int to) {

        AttemptKey key() {
            return new AttemptKey(new Position(1 + attempt / 8, 1 + attempt / 4 % 2, attempt / 2 % 2), 1 + attempt % 2);
        }

        String text() {
            return written(attempt).substring(from, to);
        }
    }

    @Property
    void inAnyOrderAReaderHoldsAPartOfTheNewestAttemptAndKnowsWhereItBegins(
            @ForAll("chunks") List<Chunk> chunks) {
        var text = new CellText();
        var reader = new Reader();
        int newest = 0;
        for (Chunk chunk : chunks) {
            text.add(chunk.key(), chunk.from(), chunk.text()).ifPresent(reader::take);
            newest = Math.max(newest, chunk.attempt());
            if (reader.attempt != null) {
                int attempt = attempt(reader.attempt);
                assertThat(written(attempt).substring((int) reader.begin)).startsWith(reader.text);
                assertThat(attempt).isLessThanOrEqualTo(newest);
            }
            var late = new Reader();
            text.whole().ifPresent(late::take);
            if (!late.text.isEmpty()) {
                assertThat(late.attempt).isEqualTo(reader.attempt);
                assertThat(late.begin + late.text.length()).isEqualTo(reader.begin + reader.text.length());
                assertThat(written(attempt(late.attempt)).substring((int) late.begin)).startsWith(late.text);
            }
        }
    }

    @Property
    void chunksInTheirOrderGiveTheWholeTextHoweverOftenTheyAreRepeated(
            @ForAll("cuts") List<Integer> cuts, @ForAll("chunks") List<Chunk> older) {
        var text = new CellText();
        var reader = new Reader();
        int from = 0;
        var ends = new ArrayList<>(cuts.stream().sorted().distinct().toList());
        ends.add(written(99).length());
        for (int end : ends) {
            text.add(new Chunk(99, from, end).key(), from, written(99).substring(from, end)).ifPresent(reader::take);
            text.add(new Chunk(99, 0, end).key(), 0, written(99).substring(0, end)).ifPresent(reader::take);
            older.forEach(chunk -> text.add(chunk.key(), chunk.from(), chunk.text()).ifPresent(reader::take));
            from = end;
        }
        assertThat(reader.begin).isZero();
        assertThat(reader.text).isEqualTo(written(99));
    }

    @Test
    void aGapIsToldByItsOffsetAndWhatComesTooLateIsPassedOver() {
        var text = new CellText();
        assertThat(text.add(ATTEMPT, 0, "abc")).contains(new TextPiece(ATTEMPT, 0, "abc"));
        assertThat(text.add(ATTEMPT, 6, "ghi")).contains(new TextPiece(ATTEMPT, 6, "ghi"));
        assertThat(text.add(ATTEMPT, 3, "def")).isEmpty();
        assertThat(text.add(ATTEMPT, 8, "ijk")).contains(new TextPiece(ATTEMPT, 9, "jk"));
        assertThat(text.whole()).contains(new TextPiece(ATTEMPT, 6, "ghijk"));
    }

    @Test
    void anAttemptThatOnlyTellsOfProgressBeginsAnew() {
        var text = new CellText();
        text.add(ATTEMPT, 0, "abc");
        var second = new AttemptKey(FIRST, 2);
        assertThat(text.touch(second)).contains(new TextPiece(second, 0, ""));
        assertThat(text.touch(ATTEMPT)).isEmpty();
        assertThat(text.add(ATTEMPT, 3, "d")).isEmpty();
    }

    @Test
    void onlyTheEndOfALongTextIsHeld() {
        var lines = new CellText();
        for (int line = 0; line < 300; line++) {
            lines.add(ATTEMPT, line * 4L, "%03d\n".formatted(line));
        }
        assertThat(lines.whole().orElseThrow().offset()).isEqualTo(800);
        assertThat(lines.whole().orElseThrow().text()).startsWith("200\n").endsWith("299\n");

        var wide = new CellText();
        wide.add(ATTEMPT, 0, "x" + "😀".repeat(CellText.MOST_CHARACTERS));
        TextPiece end = wide.whole().orElseThrow();
        assertThat(end.text()).hasSize(CellText.MOST_CHARACTERS).startsWith("😀").endsWith("😀");
        assertThat(end.offset()).isEqualTo(1 + CellText.MOST_CHARACTERS);
        assertThat(wide.add(ATTEMPT, end.offset() + end.text().length(), "!")).isPresent();
    }

    @Test
    void whatIsDroppedStillJoins() {
        var text = new CellText();
        text.add(ATTEMPT, 0, "abc");
        text.drop();
        assertThat(text.add(ATTEMPT, 3, "def")).contains(new TextPiece(ATTEMPT, 3, "def"));
        assertThat(text.whole()).contains(new TextPiece(ATTEMPT, 3, "def"));
    }

    @Provide
    Arbitrary<List<Chunk>> chunks() {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 20);
        return Combinators.combine(Arbitraries.integers().between(0, 15), place, place)
                .as((attempt, one, other) -> new Chunk(attempt, Math.min(one, other), Math.max(one, other)))
                .list().ofMaxSize(25);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 19).list().ofMaxSize(8);
    }

    /** Texts that differ in each character. */
    private static String written(int attempt) {
        var text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append((char) ('A' + attempt * 20 + i));
        }
        return text.toString();
    }

    private static int attempt(AttemptKey key) {
        Position at = key.position();
        return (int) (at.run() - 1) * 8 + (at.dispatch() - 1) * 4 + at.step() * 2 + (int) key.attempt() - 1;
    }
}
