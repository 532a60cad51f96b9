package dev.cellmill.worker.provider.openai;

import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.plan.ProviderProfile.Model;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer took.
 *
 * @param cost nano-dollars, rounded up; 0 for a model without a price
 */
record ChatUsage(long inputTokens, long outputTokens, long cost) {
    /** Of a price per million. */
    private static final int MILLION = 6;

    /**
     * As the server counted. One that does not count is charged by the bound of a token for each byte where the model
     * has a price, so that spend is never understated.
     */
    static ChatUsage of(JsonNode answer, String text, byte[] request, @Nullable Model model,
            @Nullable Integer maxTokens) {
        JsonNode usage = answer.path("usage");
        boolean isPriced = model != null && model.hasPrice();
        long input = counted(usage, "prompt_tokens", isPriced ? request.length : 0);
        long output = counted(usage, "completion_tokens", isPriced ? bound(text, maxTokens) : 0);
        return new ChatUsage(input, output, isPriced ? cost(input, output, model) : 0);
    }

    private static long bound(String text, @Nullable Integer maxTokens) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return maxTokens == null ? bytes : Math.min(bytes, maxTokens);
    }

    private static long counted(JsonNode usage, String name, long otherwise) {
        JsonNode count = usage.path(name);
        return count.isIntegralNumber() && count.canConvertToLong() && count.longValue() >= 0
                ? count.longValue()
                : otherwise;
    }

    private static long cost(long input, long output, Model model) {
        BigDecimal dollars = BigDecimal.valueOf(input).multiply(model.inputPerMillion())
                .add(BigDecimal.valueOf(output).multiply(model.outputPerMillion()))
                .movePointLeft(MILLION);
        return NanoDollars.ofDollars(dollars);
    }
}
