package dev.cellmill.status.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.status.sheet.CellView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything that is known of a cell.
 *
 * @param cell of the job that is looked at; without one what the sheet shows, or the newest cell if it shows none
 * @param output of the last of the steps of which any is known
 * @param steps of the cell above that left a trace, in order
 * @param shown what the sheet shows meanwhile, where the cell above has no value and another job's has; else null
 * @param earlier the other ends: of earlier runs, and of other jobs with the column; newest first
 */
record WholeCell(
        UUID sheetId,
        int row,
        String column,
        @JsonUnwrapped CellView cell,
        @JsonUnwrapped CellOutput output,
        List<Step> steps,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable EarlierEnd shown,
        List<EarlierEnd> earlier) {

    WholeCell {
        steps = List.copyOf(steps);
        earlier = List.copyOf(earlier);
    }

    static WholeCell of(UUID sheetId, int row, String column, CellView cell, List<Step> steps,
            @Nullable EarlierEnd shown, List<EarlierEnd> earlier) {
        CellOutput last = steps.reversed().stream().map(Step::output).filter(CellOutput::isKnown).findFirst()
                .orElse(CellOutput.UNKNOWN);
        return new WholeCell(sheetId, row, column, cell, last, steps, shown, earlier);
    }

    /**
     * One request to one provider.
     *
     * @param request as sent, secrets redacted
     * @param answer as received, cut to 64 KB
     * @param output of its last attempt
     * @param log head and tail of what that attempt said beside the answer, at most 64 KB
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Step(
            long run,
            int dispatch,
            int step,
            String provider,
            @Nullable String model,
            @Nullable JsonNode request,
            @Nullable String answer,
            @JsonUnwrapped CellOutput output,
            @Nullable String log,
            List<Attempt> attempts) {

        Step {
            attempts = List.copyOf(attempts);
        }

        static Step of(long run, int dispatch, StepTrace trace) {
            return new Step(run, dispatch, trace.step(), trace.provider(), trace.model(), trace.request(),
                    trace.answer(), CellOutput.of(trace.output()),
                    trace.output() == null ? null : trace.output().log(),
                    trace.attempts().stream().map(Attempt::of).toList());
        }
    }

    /**
     * @param error null if it succeeded
     * @param cost USD
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Attempt(Instant startedAt, double seconds, @Nullable CellError error, long inputTokens, long outputTokens,
            BigDecimal cost) {
        private static final double MILLIS_PER_SECOND = 1000;

        static Attempt of(StepTrace.Attempt attempt) {
            return new Attempt(attempt.startedAt(), attempt.latencyMillis() / MILLIS_PER_SECOND, attempt.error(),
                    attempt.inputTokens(), attempt.outputTokens(), NanoDollars.toDollars(attempt.cost()));
        }
    }
}
