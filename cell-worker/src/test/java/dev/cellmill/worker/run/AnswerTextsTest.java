package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.message.WrittenText.Form;
import dev.cellmill.worker.output.Outputs;
import dev.cellmill.worker.output.TestOutputs;
import dev.cellmill.worker.run.AnswerTexts.Travel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class AnswerTextsTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LONG = "ä".repeat(40_000);
    private static final String LONGER = "x".repeat(1_048_577);

    private final AnswerTexts texts = new AnswerTexts(new Outputs(TestOutputs.DEFAULTS, (chunk, acknowledged) -> {
        throw new AssertionError("nothing is sent by a decision");
    }, Clock.systemUTC()));

    @Test
    void upTo64KilobytesAValueGoesWithItsMessage() {
        String most = "x".repeat(65_536);
        assertThat(travel(NODES.stringNode(most), written(most), false)).isEqualTo(
                new Travel.Goes(NODES.stringNode(most), written(most)));
        assertThat(travel(NODES.numberNode(7), null, false)).isEqualTo(new Travel.Goes(NODES.numberNode(7), null));
        assertThat(travel(NODES.stringNode(most + "x"), null, false)).isInstanceOf(Travel.ToWrite.class);
    }

    @Test
    void aLongValueThatItsAttemptWroteIsNamedAndAnyOtherIsWritten() {
        JsonNode value = NODES.stringNode(LONG);
        assertThat(travel(value, written(LONG), false)).isInstanceOfSatisfying(Travel.Goes.class, goes -> {
            assertThat(goes.value().isNull()).isTrue();
            assertThat(goes.written().form()).isEqualTo(Form.TEXT);
            assertThat(goes.written().attempt()).isEqualTo(5);
        });
        assertThat(travel(value, written(LONG + "."), false)).isEqualTo(new Travel.ToWrite(LONG, Form.TEXT));
        assertThat(travel(value, null, false)).isEqualTo(new Travel.ToWrite(LONG, Form.TEXT));
        assertThat(travel(NODES.stringNode(LONGER), null, false)).isEqualTo(new Travel.ToWrite(LONGER, Form.CHUNKS));
    }

    @Test
    void aTextThatMemoryDoesNotHoldIsWhatWasWritten() {
        assertThat(travel(NODES.stringNode("its beginning"), written(LONGER), true))
                .isInstanceOfSatisfying(Travel.Goes.class,
                        goes -> assertThat(goes.written().form()).isEqualTo(Form.CHUNKS));
    }

    @Test
    void longJsonIsWrittenAsJsonAndRefusedWhereNoCellCouldHoldIt() {
        assertThat(travel(NODES.arrayNode().add(LONG), written(LONG), false))
                .isEqualTo(new Travel.ToWrite("[\"" + LONG + "\"]", Form.JSON));
        assertThat(travel(NODES.arrayNode().add(LONGER), null, false)).isInstanceOfSatisfying(Travel.TooLarge.class,
                refused -> assertThat(refused.error().code()).isEqualTo(ErrorCode.OUTPUT_TOO_LARGE));
    }

    private Travel travel(JsonNode value, @Nullable WrittenText written, boolean isWritten) {
        return texts.travel(value, written, isWritten, 1);
    }

    private static WrittenText written(String text) {
        return new WrittenText(new CellKey(JobId.of("01980000-0000-7000-8000-000000000002"), 0, 0),
                new Position(1, 1, 0), 5, text.length(), text.getBytes(StandardCharsets.UTF_8).length, Form.BESIDE);
    }
}
