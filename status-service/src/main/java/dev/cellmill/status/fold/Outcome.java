package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.state.CellState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The state of a cell and what it shows of it. JSON is text here, since the fold never looks into it.
 *
 * @param value of a done cell; null where the answer has none
 * @param provider of a running cell the one that is asked, of an ended one the one that ended it
 * @param confidence in steps of 2⁻²⁴, so that sums over half a billion cells are exact in any order
 */
record Outcome(
        CellState state,
        @Nullable String value,
        @Nullable String provider,
        @Nullable String model,
        @Nullable Float confidence,
        boolean belowThreshold,
        @Nullable ServedBy servedBy,
        @Nullable UUID fingerprint,
        @Nullable String error,
        @Nullable String skipReason) {
    static final Outcome QUEUED = new Outcome(CellState.QUEUED, null, null, null, null, false, null, null, null, null);

    private static final double CONFIDENCE_STEPS = 1 << 24;

    Outcome {
        requireNonNull(state, "state is null");
    }

    static Outcome of(CellEvent event) {
        return switch (event) {
            case CellEvent.Started started -> running(started.provider());
            case CellEvent.Released _,CellEvent.Hopped _,CellEvent.Reopened _ -> QUEUED;
            case CellEvent.Done done -> done(done.answer());
            case CellEvent.Failed failed -> new Outcome(CellState.FAILED, null, failed.provider(), null, null, false,
                    null, null, Json.MAPPER.writeValueAsString(failed.error()), null);
            case CellEvent.Skipped skipped -> new Outcome(CellState.SKIPPED, null, null, null, null, false, null, null,
                    null, skipped.reason().wireName());
        };
    }

    private static Outcome running(String provider) {
        return new Outcome(CellState.RUNNING, null, provider, null, null, false, null, null, null, null);
    }

    private static Outcome done(Answer answer) {
        JsonNode value = answer.value();
        return new Outcome(CellState.DONE, value.isNull() ? null : json(value),
                answer.provider(), answer.model(), confidence(answer.confidence()), answer.belowThreshold(),
                answer.servedBy(), answer.fingerprint().toUuid(), null, null);
    }

    /** Most answers are texts of which nothing has to be escaped. */
    private static String json(JsonNode value) {
        return value.isString() && isPlain(value.stringValue())
                ? '"' + value.stringValue() + '"'
                : Json.MAPPER.writeValueAsString(value);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Float confidence(@Nullable Double given) {
        if (given == null || !Double.isFinite(given)) {
            return null;
        }
        return (float) (Math.rint(Math.clamp(given, 0.0, 1.0) * CONFIDENCE_STEPS) / CONFIDENCE_STEPS);
    }
}
