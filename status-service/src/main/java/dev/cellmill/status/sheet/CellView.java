package dev.cellmill.status.sheet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.state.CellState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cell with its provenance, as every answer shows it. Every member is there, null where there is nothing to say.
 *
 * @param value as JSON, null if there is none
 * @param step the step of the waterfall that it has come to, from 0
 * @param cost USD
 * @param seconds at the worker
 * @param error as JSON: {@code code, message, retryable, attempts}
 * @param jobId the job it belongs to
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CellView(
        CellState state,
        @JsonRawValue @Nullable String value,
        @Nullable String provider,
        @Nullable String model,
        int step,
        @Nullable Double confidence,
        boolean belowThreshold,
        @Nullable ServedBy servedBy,
        long inputTokens,
        long outputTokens,
        BigDecimal cost,
        double seconds,
        int attempts,
        @JsonRawValue @Nullable String error,
        @Nullable String skipReason,
        @Nullable Fingerprint fingerprint,
        boolean validated,
        boolean truncated,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable UUID jobId,
        long run) {

    private static final CellView QUEUED = bare(CellState.QUEUED, null);
    private static final CellView CANCELLED = bare(CellState.CANCELLED, null);

    /** As it is in its job: what came back to the queue of a cancelled job stays there, and is cancelled. */
    public CellView in(boolean cancelled) {
        return cancelled && state == CellState.QUEUED
                ? new CellView(CellState.CANCELLED, value, provider, model, step, confidence, belowThreshold, servedBy,
                        inputTokens, outputTokens, cost, seconds, attempts, error, skipReason, fingerprint, validated,
                        truncated, startedAt, endedAt, jobId, run)
                : this;
    }

    /** A cell of which nothing is stored yet, or ever will be in a cancelled job. */
    public static CellView untouched(boolean cancelled) {
        return cancelled ? CANCELLED : QUEUED;
    }

    /** What a person put in the cell. */
    static CellView ofPerson(@Nullable String value, boolean validated, Instant at) {
        return new CellView(CellState.DONE, value, null, null, 0, null, false, null, 0, 0, BigDecimal.ZERO, 0, 0, null,
                null, null, validated, false, null, at, null, 0);
    }

    /** A done cell of which only the value was read. */
    static CellView ofValue(@Nullable String value) {
        return bare(CellState.DONE, value);
    }

    /** @param cut whether its value is only a beginning */
    CellView cut(boolean cut) {
        return new CellView(state, value, provider, model, step, confidence, belowThreshold, servedBy, inputTokens,
                outputTokens, cost, seconds, attempts, error, skipReason, fingerprint, validated, cut, startedAt,
                endedAt, jobId, run);
    }

    CellView withValue(String whole) {
        return new CellView(state, whole, provider, model, step, confidence, belowThreshold, servedBy, inputTokens,
                outputTokens, cost, seconds, attempts, error, skipReason, fingerprint, validated, truncated, startedAt,
                endedAt, jobId, run);
    }

    /** All that the cell's owner may see of its text, in characters; what reading it took. */
    @JsonIgnore
    public int length() {
        return (value == null ? 0 : value.length()) + (error == null ? 0 : error.length());
    }

    private static CellView bare(CellState state, @Nullable String value) {
        return new CellView(state, value, null, null, 0, null, false, null, 0, 0, BigDecimal.ZERO, 0, 0, null, null,
                null, false, false, null, null, null, 0);
    }
}
