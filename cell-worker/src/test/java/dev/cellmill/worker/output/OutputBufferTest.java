package dev.cellmill.worker.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.StorableText;
import dev.cellmill.worker.output.OutputBuffer.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutputBufferTest {
    private static final long SECOND = 1_000_000_000;
    private static final List<String> PATTERNS = TestOutputs.DEFAULTS.progressPatterns();

    @Property
    void piecesJoinedAreTheTextAndNoneIsOverItsBounds(@ForAll @Size(max = 30) List<String> texts,
            @ForAll @IntRange(min = 4, max = 40) int maxBytes, @ForAll @IntRange(min = 1, max = 4) int maxLines,
            @ForAll @IntRange(max = 3) int secondsBetween) {
        var buffer = new OutputBuffer(SECOND, maxBytes, maxLines, new ProgressLines(ProgressLines.compile(PATTERNS)));
        var pieces = new ArrayList<Piece>();
        long now = 0;
        var whole = new StringBuilder();
        for (String text : texts) {
            String clean = StorableText.storable(text);
            whole.append(clean);
            pieces.addAll(buffer.add(clean, now));
            now += secondsBetween * SECOND / 2;
            pieces.addAll(buffer.due(now));
            assertThat(buffer.isDue(now)).isFalse();
        }
        pieces.addAll(buffer.end());

        var joined = new StringBuilder();
        for (Piece piece : pieces) {
            assertThat(piece.offset()).isEqualTo(joined.length());
            assertThat(utf8(piece.text())).isLessThanOrEqualTo(maxBytes);
            assertThat(piece.text().lines().count()).isLessThanOrEqualTo(maxLines + (int) piece.text().chars()
                    .filter(c -> c == '\r').count());
            assertThat(piece.text()).as("no character is cut in two").isEqualTo(StorableText.storable(piece.text()));
            joined.append(piece.text());
        }
        assertThat(joined).hasToString(whole.toString());
        assertThat(pieces).extracting(Piece::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(buffer.length()).isEqualTo(whole.length());
        assertThat(buffer.bytes()).isEqualTo(utf8(whole.toString()));
    }

    @Test
    void aPieceIsDueWhenItsOldestCharacterIsASecondOldAndNotBefore() {
        OutputBuffer buffer = buffer();
        assertThat(buffer.add("a", 5)).isEmpty();
        assertThat(buffer.add("b", SECOND / 2)).isEmpty();
        assertThat(buffer.due(SECOND + 4)).isEmpty();
        assertThat(buffer.due(SECOND + 5)).extracting(Piece::text).containsExactly("ab");
        assertThat(buffer.due(9 * SECOND)).as("nothing more").isEmpty();
    }

    @Test
    void aPieceIsDueAtTenKilobytesAndAtAHundredLines() {
        assertThat(buffer().add("x".repeat(10_240), 0)).extracting(piece -> piece.text().length())
                .containsExactly(10_240);
        assertThat(buffer().add("é".repeat(5_121), 0)).extracting(piece -> piece.text().length())
                .containsExactly(5_120);
        assertThat(buffer().add("\n".repeat(250), 0)).extracting(piece -> piece.text().length())
                .containsExactly(100, 100);
    }

    @Test
    void aLineThatTellsOfProgressIsToldAtOnceButNotMoreThanFourTimesASecond() {
        OutputBuffer buffer = buffer();
        assertThat(buffer.add("loading\n 40% of all\rnext", 0)).extracting(Piece::progress)
                .containsExactly("40% of all");
        assertThat(buffer.add("\n41%\n42%\n", SECOND / 8)).isEmpty();
        assertThat(buffer.due(SECOND / 4)).extracting(Piece::progress).containsExactly("42%");
        assertThat(buffer.add("All COMPLETE", SECOND)).as("the line has not ended").isEmpty();
        assertThat(buffer.end()).extracting(Piece::progress).containsExactly("All COMPLETE");
    }

    private static OutputBuffer buffer() {
        return new OutputBuffer(SECOND, 10_240, 100, new ProgressLines(ProgressLines.compile(PATTERNS)));
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
