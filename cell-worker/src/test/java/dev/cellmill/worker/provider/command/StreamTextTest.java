package dev.cellmill.worker.provider.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.worker.provider.transport.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class StreamTextTest {
    private static final Secrets NO_SECRETS = new Secrets(List.of());

    private final Written written = new Written();

    @Property
    void howeverItsBytesAreCutTheTextIsTheSame(
            @ForAll @StringLength(max = 60) @Chars({'a', '\n', '\r', 'ä',
                    '€'}) @CharRange(from = 'x', to = 'z') String text,
            @ForAll @Size(max = 10) List<@IntRange(min = 1, max = 7) Integer> cuts) {
        String whole = text + "\uD83D\uDE00";
        var output = new Written();
        var answer = new AnswerText(output, NO_SECRETS);
        feed(new StreamText(Utf8Decoder.strict(), 1000, answer), whole.getBytes(StandardCharsets.UTF_8), cuts);
        assertThat(output.answer()).isEqualTo(whole).isEqualTo(answer.beginning());
        assertThat(output.answers).noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
    }

    @Test
    void oneLineEndAtTheEndIsTakenOff() {
        assertThat(answer("a\n")).isEqualTo("a");
        assertThat(answer("a\r\n")).isEqualTo("a");
        assertThat(answer("a\n\n")).isEqualTo("a\n");
        assertThat(answer("a\r")).isEqualTo("a\r");
        assertThat(answer("\n")).isEmpty();
    }

    @Test
    void whatIsTooLongIsCutBetweenCharactersAndALastLineSaysSo() {
        byte[] bytes = ("ä".repeat(10) + "\n").getBytes(StandardCharsets.UTF_8);
        feed(new StreamText(Utf8Decoder.strict(), 5, new AnswerText(written, NO_SECRETS)), bytes, List.of(2, 2, 3));
        assertThat(written.answer()).isEqualTo("ää\n[cut off after 5 bytes: 16 bytes more were written]");
    }

    @Test
    void theLastLineBeginsALineOnce() {
        feed(new StreamText(Utf8Decoder.strict(), 2, new AnswerText(written, NO_SECRETS)),
                "a\nbc".getBytes(StandardCharsets.UTF_8),
                List.of());
        assertThat(written.answer()).isEqualTo("a\n[cut off after 2 bytes: 2 bytes more were written]");
    }

    @Test
    void ofALongAnswerOnlyTheBeginningIsHeld() {
        var answer = new AnswerText(written, NO_SECRETS);
        String text = "x".repeat(AnswerText.MOST_HELD - 1) + "\uD83D\uDE00\n";
        feed(new StreamText(Utf8Decoder.strict(), Long.MAX_VALUE, answer), text.getBytes(StandardCharsets.UTF_8),
                List.of());
        assertThat(answer.isWhole()).isFalse();
        assertThat(answer.beginning()).isEqualTo(text.substring(0, AnswerText.MOST_HELD - 1));
        assertThat(written.answer()).isEqualTo(text.stripTrailing());
    }

    @Test
    void anAnswerOfJustWhatIsHeldIsWhole() {
        var answer = new AnswerText(written, NO_SECRETS);
        feed(new StreamText(Utf8Decoder.strict(), Long.MAX_VALUE, answer),
                ("x".repeat(AnswerText.MOST_HELD) + "\n").getBytes(StandardCharsets.UTF_8), List.of());
        assertThat(answer.isWhole()).isTrue();
        assertThat(answer.beginning()).hasSize(AnswerText.MOST_HELD);
    }

    @Test
    void halfACharacterAtTheEndIsNoUtf8() {
        var stream = new StreamText(Utf8Decoder.strict(), 100, new AnswerText(written, NO_SECRETS));
        feed(stream, new byte[]{'a', (byte) 0xE2, (byte) 0x82}, List.of(1, 1));
        assertThat(stream.brokenAt()).isEqualTo(1);
        assertThat(written.answer()).isEqualTo("a");
    }

    @Test
    void afterTheAttemptNothingIsWritten() {
        var stream = new StreamText(Utf8Decoder.strict(), 100, new AnswerText(written, NO_SECRETS));
        stream.take(new byte[]{'a'}, 1);
        stream.close();
        stream.take(new byte[]{'b'}, 1);
        stream.end();
        assertThat(written.answer()).isEqualTo("a");
    }

    private static String answer(String text) {
        var output = new Written();
        var answer = new AnswerText(output, NO_SECRETS);
        feed(new StreamText(Utf8Decoder.strict(), 100, answer), text.getBytes(StandardCharsets.UTF_8), List.of(1, 1));
        assertThat(output.answer()).isEqualTo(answer.beginning());
        return answer.beginning();
    }

    /** In pieces of the given lengths, then the rest. */
    private static void feed(StreamText stream, byte[] bytes, List<Integer> cuts) {
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(bytes.length, from + cut);
            stream.take(Arrays.copyOfRange(bytes, from, to), to - from);
            from = to;
        }
        stream.take(Arrays.copyOfRange(bytes, from, bytes.length), bytes.length - from);
        stream.end();
    }
}
