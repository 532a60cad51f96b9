package dev.cellmill.common.state;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The state of a cell. {@code code} is how the database stores it; codes are never reused.
 * A cell in a terminal state has ended for its run.
 */
public enum CellState {
    @JsonProperty("queued")
    QUEUED(0, false), @JsonProperty("running")
    RUNNING(1, false), @JsonProperty("done")
    DONE(2, true), @JsonProperty("failed")
    FAILED(3, true), @JsonProperty("skipped")
    SKIPPED(4, true), @JsonProperty("cancelled")
    CANCELLED(5, true);

    private static final CellState[] BY_CODE = values();

    private final short code;
    private final boolean terminal;

    CellState(int code, boolean terminal) {
        this.code = (short) code;
        this.terminal = terminal;
    }

    public short code() {
        return code;
    }

    public boolean terminal() {
        return terminal;
    }

    /** @throws IllegalArgumentException if no state has this code */
    public static CellState ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("no cell state has the code " + code);
        }
        return BY_CODE[code];
    }

    /** The name on the wire: lower case. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
