package dev.cellmill.status.cell;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.sheet.CellView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a cell stands or stood in another run than the one that is shown. An element of {@code status.cell.history}
 * reads as one, but for the job.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record EarlierEnd(
        @Nullable UUID jobId,
        long run,
        CellState state,
        @Nullable JsonNode value,
        @Nullable String provider,
        @Nullable String model,
        @Nullable Double confidence,
        @Nullable ServedBy servedBy,
        @Nullable CellError error,
        @Nullable String skipReason,
        @Nullable Instant endedAt) {

    EarlierEnd {
        requireNonNull(state, "state is null");
    }

    static EarlierEnd of(CellView cell) {
        return new EarlierEnd(cell.jobId(), cell.run(), cell.state(),
                cell.value() == null ? null : Json.MAPPER.readTree(cell.value()), cell.provider(), cell.model(),
                cell.confidence(), cell.servedBy(),
                cell.error() == null ? null : Json.MAPPER.readValue(cell.error(), CellError.class), cell.skipReason(),
                cell.endedAt());
    }

    EarlierEnd in(UUID job) {
        return new EarlierEnd(job, run, state, value, provider, model, confidence, servedBy, error, skipReason,
                endedAt);
    }
}
