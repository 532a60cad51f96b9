package dev.cellmill.status.cell;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.message.StepTrace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much an attempt wrote, whatever of it is kept. All null where that is not known.
 *
 * @param outputBytes of its answer
 * @param stderrBytes of what it said beside it
 * @param exitCode of a program that ended by itself
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CellOutput(
        @Nullable Long outputBytes,
        @Nullable Long stderrBytes,
        @Nullable Instant lastOutputAt,
        @Nullable Integer exitCode) {
    static final CellOutput UNKNOWN = new CellOutput(null, null, null, null);

    static CellOutput of(StepTrace.@Nullable Output output) {
        return output == null
                ? UNKNOWN
                : new CellOutput(output.outputBytes(), output.logBytes(), output.lastOutputAt(), output.exitCode());
    }

    @JsonIgnore
    boolean isKnown() {
        return outputBytes != null;
    }
}
