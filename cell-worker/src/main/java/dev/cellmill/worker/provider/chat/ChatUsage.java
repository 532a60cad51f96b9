package dev.cellmill.worker.provider.chat;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.plan.ProviderProfile.Model;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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
    static ChatUsage of(ChatAnswer answer, long requestBytes, @Nullable Model model, @Nullable Integer maxTokens) {
        boolean isPriced = model != null && model.hasPrice();
        long input = requireNonNullElse(answer.inputTokens(), isPriced ? requestBytes : 0L);
        long output = requireNonNullElse(answer.outputTokens(), isPriced ? bound(answer.text(), maxTokens) : 0L);
        return new ChatUsage(input, output, isPriced ? cost(input, output, model) : 0);
    }

    private static long bound(@Nullable String text, @Nullable Integer maxTokens) {
        int bytes = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        return maxTokens == null ? bytes : Math.min(bytes, maxTokens);
    }

    private static long cost(long input, long output, Model model) {
        BigDecimal dollars = BigDecimal.valueOf(input).multiply(model.inputPerMillion())
                .add(BigDecimal.valueOf(output).multiply(model.outputPerMillion()))
                .movePointLeft(MILLION);
        return NanoDollars.ofDollars(dollars);
    }
}
