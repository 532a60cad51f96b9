package dev.cellmill.jobapi.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.jobapi.estimate.Confidence;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Averages over calls.
 *
 * @param cost USD
 * @param sampleSize calls
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record HistoryItem(String provider, @Nullable String model, String column, double inputTokens, double outputTokens,
        BigDecimal cost, double seconds, long sampleSize, Confidence confidence) {
    private static final double TENTHS = 10;
    private static final double MILLIS = 1000;

    static HistoryItem of(String provider, String model, String column, Taken taken) {
        return new HistoryItem(provider, model.isEmpty() ? null : model, column,
                Math.round(taken.meanInputTokens() * TENTHS) / TENTHS,
                Math.round(taken.meanOutputTokens() * TENTHS) / TENTHS,
                NanoDollars.toDollars(Math.round(taken.cost() / (double) taken.calls())),
                Math.round(taken.meanSeconds() * MILLIS) / MILLIS, taken.calls(), Confidence.of(taken.calls()));
    }
}
