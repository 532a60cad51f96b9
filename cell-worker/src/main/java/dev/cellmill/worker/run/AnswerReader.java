package dev.cellmill.worker.run;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.plan.AnswerForm;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.schema.JsonSchema;
import dev.cellmill.worker.provider.FencedText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Picks a column's field out of a provider's answer and reads it as the column's type. A language model's answer is a
 * text: JSON where a field is picked or the type is json, else the value itself, bare or in the wrapping that was asked
 * for. Thread-safe.
 */
final class AnswerReader {
    /** A number keeps all its digits. */
    private static final ObjectReader EXACT = Json.MAPPER.reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final @Nullable String name;
    private final @Nullable JsonPointer pointer;
    private final OutputType output;
    private final @Nullable JsonSchema schema;
    private final boolean isText;
    private final boolean isProgram;
    private final boolean isJson;
    private final boolean isWrapped;

    /**
     * @param step its field is a name, a JSON Pointer, or null for the whole answer
     * @param schema the output's, compiled; null if it has none
     * @param inForm whether the model was held to an {@link AnswerForm}
     */
    AnswerReader(PlannedStep step, OutputType output, @Nullable JsonSchema schema, boolean inForm) {
        String field = step.field();
        boolean isPointer = field != null && field.startsWith("/");
        this.pointer = isPointer ? JsonPointer.compile(field) : null;
        this.name = isPointer ? null : field;
        this.output = output;
        this.schema = schema;
        this.isText = step.family() == ProviderFamily.LLM;
        this.isJson = step.answer(output).kind() == OutputType.Kind.JSON;
        this.isWrapped = inForm && AnswerForm.of(step.answer(output)).map(AnswerForm::isWrapped).orElse(false);
        this.isProgram = step.family() == ProviderFamily.COMMAND;
    }

    /** Whether an answer that is a text is the value as it stands. */
    boolean takesText() {
        return name == null && pointer == null && output.kind() == OutputType.Kind.TEXT;
    }

    Reading read(JsonNode answer) {
        if (!isText || !answer.isString()) {
            JsonNode picked = pick(answer);
            Reading.Unusable unfit = misfit(picked);
            return unfit == null ? OutputParser.parse(output, picked) : unfit;
        }
        if (output.kind() == OutputType.Kind.TEXT && !isJson) {
            return OutputParser.parse(output, answer);
        }
        String text = FencedText.unwrap(answer.stringValue());
        return isJson ? json(text) : OutputParser.parse(output, value(text));
    }

    private Reading json(String text) {
        JsonNode whole;
        try {
            whole = StorableText.storable(Json.MAPPER.readTree(text));
        } catch (JacksonException e) {
            return new Reading.Unusable("the answer should be JSON, and is none " + JsonMistake.placed(e));
        }
        if (whole.isMissingNode()) {
            return new Reading.Unusable("the answer should be JSON, not empty");
        }
        JsonNode within = isWrapped ? AnswerForm.unwrap(whole) : null;
        JsonNode own = within == null ? whole : within;
        Reading.Unusable unfit = misfit(own);
        return unfit == null ? OutputParser.parse(output, pick(own)) : unfit;
    }

    /** What stands in the wrapping, else the text itself: some servers pass over the form. */
    private JsonNode value(String text) {
        if (isWrapped && text.startsWith("{")) {
            try {
                JsonNode within = AnswerForm.unwrap(StorableText.storable(EXACT.readTree(text)));
                if (within != null) {
                    return within;
                }
            } catch (JacksonException e) {
                // no wrapping then; the text is held against the type
            }
        }
        return StringNode.valueOf(text);
    }

    /** Null if it fits the schema, or there is none to fit. */
    private Reading.@Nullable Unusable misfit(JsonNode value) {
        String complaint = schema == null || value.isNull() ? null : schema.complaint(value);
        return complaint == null ? null : new Reading.Unusable("the answer should fit its schema: " + complaint);
    }

    private JsonNode pick(JsonNode source) {
        JsonNode picked = source;
        if (pointer != null) {
            picked = source.at(pointer);
        } else if (name != null) {
            picked = source.get(name);
        } else if (isProgram && source.has("value")) {
            picked = source.get("value");
        }
        return picked == null || picked.isMissingNode() ? NullNode.getInstance() : picked;
    }
}
