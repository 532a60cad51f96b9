package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.fingerprint.Fingerprint;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of one cell, to be done now: one request to one provider. Keyed on Kafka by {@code fingerprint},
 * so that identical requests meet on one worker.
 *
 * @param version the job's version under which it was sent
 * @param lane the lane it was sent to
 * @param inputs what the column's templates may refer to, by header, as text; an absent name renders empty
 * @param resent whether an earlier send of the same dispatch may have happened
 * @param best the best answer of earlier steps, null at the first
 * @param paced whether its job has a pace of its own, which each call keeps to
 * @param reservation null for a job without a budget
 */
public record CellTask(
        CellAddress cell,
        Position position,
        long version,
        String lane,
        Fingerprint fingerprint,
        Map<String, String> inputs,
        boolean resent,
        @Nullable Answer best,
        @Nullable Reservation reservation,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean paced) {

    public CellTask {
        requireNonNull(cell, "cell is null");
        requireNonNull(position, "position is null");
        requireNonNull(lane, "lane is null");
        requireNonNull(fingerprint, "fingerprint is null");
        inputs = Map.copyOf(inputs);
    }

    /** Of a job without a budget and a pace. */
    public CellTask(CellAddress cell, Position position, long version, String lane, Fingerprint fingerprint,
            Map<String, String> inputs, boolean resent, @Nullable Answer best) {
        this(cell, position, version, lane, fingerprint, inputs, resent, best, null, false);
    }

    /** What its end gives back. */
    public long reserved() {
        return reservation == null ? 0 : reservation.whole();
    }
}
