package dev.cellmill.status.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cellmill.common.message.CellError;
import dev.cellmill.status.sheet.CellView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything that is known of a cell.
 *
 * @param cell what the sheet shows, or the newest cell if it shows none
 * @param steps of the cell above, in order
 * @param earlier other ends: of earlier runs, and of other jobs with the column; newest first
 */
record WholeCell(
        UUID sheetId,
        int row,
        String column,
        @JsonUnwrapped CellView cell,
        List<Step> steps,
        List<Earlier> earlier) {

    WholeCell {
        steps = List.copyOf(steps);
        earlier = List.copyOf(earlier);
    }

    /**
     * One request to one provider.
     *
     * @param request as sent, secrets redacted
     * @param answer as received, cut to 64 KB
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
            double seconds,
            List<Attempt> attempts) {

        Step {
            attempts = List.copyOf(attempts);
        }
    }

    /** @param error null if it succeeded */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Attempt(Instant startedAt, double seconds, @Nullable CellError error) {}

    /** @param outcome as the cell was then: state, value, provider, … */
    record Earlier(UUID jobId, long run, JsonNode outcome) {}
}
