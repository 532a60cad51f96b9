package dev.cellmill.common.state;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a row, computed from its counters alone. */
public enum RowState {
    @JsonProperty("queued")
    QUEUED, @JsonProperty("running")
    RUNNING, @JsonProperty("done")
    DONE, @JsonProperty("partial")
    PARTIAL, @JsonProperty("failed")
    FAILED, @JsonProperty("cancelled")
    CANCELLED;

    /**
     * While cells are missing: {@code running} if one has ended or runs, else {@code queued}. Once all have ended:
     * {@code cancelled} if any was cancelled, {@code failed} if all that were not skipped failed, {@code partial} if
     * some failed, else {@code done}.
     *
     * @throws IllegalArgumentException if a count is negative or they exceed {@code total}
     */
    public static RowState of(int total, int done, int failed, int skipped, int cancelled, int running) {
        int ended = done + failed + skipped + cancelled;
        if (Math.min(Math.min(done, failed), Math.min(Math.min(skipped, cancelled), running)) < 0
                || ended + running > total) {
            throw new IllegalArgumentException(
                    "counts do not fit a row of %d cells: %d done, %d failed, %d skipped, %d cancelled, %d running"
                            .formatted(total, done, failed, skipped, cancelled, running));
        }
        if (ended < total) {
            return ended + running > 0 ? RUNNING : QUEUED;
        }
        if (cancelled > 0) {
            return CANCELLED;
        }
        if (failed > 0) {
            return done > 0 ? PARTIAL : FAILED;
        }
        return DONE;
    }
}
