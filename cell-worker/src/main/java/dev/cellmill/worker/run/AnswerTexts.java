package dev.cellmill.worker.run;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.message.WrittenText.Form;
import dev.cellmill.worker.output.CellOutput;
import dev.cellmill.worker.output.Outputs;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Decides how a value travels: in the message that ends its cell, or for its length as chunks that this one names. */
final class AnswerTexts {
    /** No string of fewer characters is longer in UTF-8. */
    private static final int CERTAINLY_SHORT = CellOutput.LONG_BYTES / 3;

    private final Outputs outputs;

    AnswerTexts(Outputs outputs) {
        this.outputs = outputs;
    }

    /** A value on its way. */
    sealed interface Travel {

        /** @param value null where {@code written} has it */
        record Goes(JsonNode value, @Nullable WrittenText written) implements Travel {}

        /** It has to be written first, which waits for the broker. */
        record ToWrite(String text, Form form) implements Travel {}

        record TooLarge(CellError error) implements Travel {}
    }

    /**
     * @param written what the attempt that found the value wrote; null if nothing
     * @param isWritten whether that is the value, of which {@code value} is only the beginning
     */
    Travel travel(JsonNode value, @Nullable WrittenText written, boolean isWritten, int attempts) {
        if (isWritten && written != null) {
            return new Travel.Goes(NullNode.getInstance(), as(written, Form.CHUNKS));
        }
        if (isShort(value)) {
            return new Travel.Goes(value, written);
        }
        String text = value.isString() ? value.stringValue() : Json.MAPPER.writeValueAsString(value);
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes <= CellOutput.LONG_BYTES) {
            return new Travel.Goes(value, written);
        }
        boolean isInline = outputs.isInline(bytes);
        if (!value.isString() && !isInline) {
            return new Travel.TooLarge(new CellError(ErrorCode.OUTPUT_TOO_LARGE,
                    "the value has %,d bytes; only a text may be longer than maxInlineOutput; pick a field of it"
                            .formatted(bytes),
                    false, attempts));
        }
        Form form = isInline ? value.isString() ? Form.TEXT : Form.JSON : Form.CHUNKS;
        boolean isWhatWasWritten = value.isString() && written != null && written.length() == text.length()
                && written.bytes() == bytes;
        return isWhatWasWritten
                ? new Travel.Goes(NullNode.getInstance(), as(written, form))
                : new Travel.ToWrite(text, form);
    }

    /** Waits for the broker. */
    Travel.Goes write(CellRun run, Travel.ToWrite toWrite) {
        WrittenText written = outputs.write(run.task().cell(), run.task().position(), toWrite.text());
        return new Travel.Goes(NullNode.getInstance(), as(written, toWrite.form()));
    }

    private static WrittenText as(WrittenText written, Form form) {
        return new WrittenText(written.cell(), written.position(), written.attempt(), written.length(),
                written.bytes(), form);
    }

    private static boolean isShort(JsonNode value) {
        return value.isString() ? value.stringValue().length() <= CERTAINLY_SHORT : !value.isContainer();
    }
}
