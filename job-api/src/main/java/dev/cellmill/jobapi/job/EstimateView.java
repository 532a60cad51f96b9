package dev.cellmill.jobapi.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.estimate.Bound;
import dev.cellmill.jobapi.estimate.Confidence;
import dev.cellmill.jobapi.estimate.CostEstimate;
import dev.cellmill.jobapi.estimate.Source;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job is expected to take, on the wire. Money is USD.
 *
 * @param cells that it fills; cost and time are of these
 * @param plan of all cells in its rows and columns
 */
record EstimateView(long cells, CellPlan plan, String summary, Cost cost, Time time, Basis basis) {

    /** @param unpriced models without a price, which count as free */
    record Cost(BigDecimal total, BigDecimal perCell, BigDecimal input, BigDecimal output, long inputTokens,
            long outputTokens, List<Step> breakdown, List<String> unpriced) {
        Cost {
            breakdown = List.copyOf(breakdown);
            unpriced = List.copyOf(unpriced);
        }

        static Cost of(CostEstimate cost, List<Step> breakdown, List<String> unpriced) {
            return new Cost(cost.total(), cost.perCell(), cost.input(), cost.output(), cost.inputTokens(),
                    cost.outputTokens(), breakdown, unpriced);
        }
    }

    /**
     * One step of one column. Columns that take their values from one answer share its requests, which stand at the
     * first of them.
     *
     * @param step from 0
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Step(String column, int step, String provider, @Nullable String model, long cells, long requests,
            long inputTokens, long outputTokens, BigDecimal cost, Source source, long sampleSize) {}

    /** @param concurrency in flight at most; null if nothing bounds it */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Time(double seconds, String formatted, double itemsPerMinute, @Nullable Integer concurrency,
            Bound boundBy) {}

    /**
     * What the estimate stands on: the weakest of the steps that it comes to, local ones aside if there are others.
     *
     * @param sampleSize calls of the least known step
     */
    record Basis(Source source, long sampleSize, Confidence confidence) {}
}
