package dev.cellmill.common.plan;

import dev.cellmill.common.json.EscapedText;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.money.NanoDollars;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The most that a step can cost, in nano-dollars. No token is shorter than a byte, so a prompt has at most as many tokens
 * as its request has bytes; an answer has at most {@link Price#maxTokens}. What is reserved before a cell is sent and
 * what a worker holds a call against come from here, so that they never differ. Pure, thread-safe.
 */
public final class WorstCase {
    /** What a repair adds to the request at most, beside as many bytes as an answer has tokens. In bytes. */
    public static final int REPAIR = 2 * 1024;

    /** What a request says beside its texts, options and schema: names, roles, brackets. In bytes. */
    private static final int FRAME = 512;
    /** What a server tells its model of a schema that it is given, beside it. In tokens. */
    private static final int SCHEMA = 1024;
    /** The roles and brackets of an example. In bytes. */
    private static final int EXAMPLE = 128;
    private static final int MILLION = 6;

    private final PlannedStep step;
    /** Of a request, without its texts. */
    private final long bytes;

    public WorstCase(PlannedStep step, OutputType output) {
        this.step = step;
        this.bytes = step.family() == ProviderFamily.LLM ? bytesOf(step, output) : 0;
    }

    private static long bytesOf(PlannedStep step, OutputType output) {
        long bytes = FRAME + EscapedText.bytes(step.model());
        for (var option : step.options().entrySet()) {
            bytes += EscapedText.bytes(option.getKey()) + written(option.getValue()) + 2;
        }
        for (PlannedStep.Example example : step.examples()) {
            bytes += EXAMPLE + EscapedText.bytes(example.prompt()) + EscapedText.bytes(example.answer());
        }
        return bytes
                + AnswerForm.of(step.answer(output)).map(form -> SCHEMA + written(form.schema())).orElse(0L);
    }

    /** Whether it costs nothing, as far as is known. */
    public boolean isFree() {
        return step.price() == null || step.price().isFree();
    }

    /** Of one attempt with a request of so many bytes. Nothing where the price is not known. */
    public long ofAttempt(long requestBytes) {
        Price price = step.price();
        if (price == null || price.isFree()) {
            return 0;
        }
        return NanoDollars.ofDollars(price.inputPerMillion().multiply(BigDecimal.valueOf(requestBytes))
                .add(price.outputPerMillion().multiply(BigDecimal.valueOf(price.maxTokens())))
                .movePointLeft(MILLION)
                .add(price.perCall()));
    }

    /** Of an attempt that shows the model what was wrong with its answer. */
    public long ofRepair(long requestBytes) {
        Price price = step.price();
        return price == null ? 0 : ofAttempt(requestBytes + price.maxTokens() + REPAIR);
    }

    /** Of all attempts; any but the first may be a repair, or follow one. */
    public long ofStep(long requestBytes) {
        long attempt = ofAttempt(requestBytes);
        boolean mayRepair = step.family() == ProviderFamily.LLM && step.maxAttempts() > 1;
        return mayRepair
                ? attempt + ofRepair(requestBytes) * (step.maxAttempts() - 1)
                : attempt * step.maxAttempts();
    }

    /** No less than the bytes of the request's body, for a step that is priced by its tokens; 0 for another. */
    public long requestBytes(@Nullable String prompt, @Nullable String system) {
        return step.family() == ProviderFamily.LLM ? bytes + EscapedText.bytes(prompt) + EscapedText.bytes(system) : 0;
    }

    private static long written(JsonNode node) {
        return Json.MAPPER.writeValueAsBytes(node).length;
    }
}
