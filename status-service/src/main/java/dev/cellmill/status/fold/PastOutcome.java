package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.state.CellState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an earlier run of a cell ended: an element of the array in {@code status.cell.history}.
 *
 * @param json an object with run, dispatch, step, state, endedAt and what an {@link Outcome} has
 */
record PastOutcome(long run, String json) {

    static PastOutcome of(Position position, Outcome outcome, @Nullable Instant endedAt) {
        var shown = new Shown(position.run(), position.dispatch(), position.step(), outcome.state(), outcome.value(),
                outcome.provider(), outcome.model(), outcome.confidence(), outcome.belowThreshold(),
                outcome.servedBy(), outcome.fingerprint(), outcome.error(), outcome.skipReason(), endedAt);
        return new PastOutcome(position.run(), Json.MAPPER.writeValueAsString(shown));
    }

    /** @param history as stored; null for none */
    static List<PastOutcome> read(@Nullable String history) {
        if (history == null) {
            return List.of();
        }
        List<PastOutcome> outcomes = new ArrayList<>();
        Json.MAPPER.readTree(history)
                .forEach(node -> outcomes.add(new PastOutcome(node.path("run").asLong(), node.toString())));
        return outcomes;
    }

    /** As stored; null for none. */
    static @Nullable String write(List<PastOutcome> history) {
        return history.isEmpty() ? null : history.stream().map(PastOutcome::json).toList().toString();
    }

    private record Shown(
            long run,
            int dispatch,
            int step,
            CellState state,
            @JsonRawValue @Nullable String value,
            @Nullable String provider,
            @Nullable String model,
            @Nullable Float confidence,
            boolean belowThreshold,
            @Nullable ServedBy servedBy,
            @Nullable UUID fingerprint,
            @JsonRawValue @Nullable String error,
            @Nullable String skipReason,
            @Nullable Instant endedAt) {
        Shown {
            requireNonNull(state, "state is null");
        }
    }
}
