package dev.cellmill.status.audit;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * The answer of an audit.
 *
 * @param rowsThatDiffer rows whose masks are not those of their cells
 */
record Audit(UUID jobId, boolean equal, Counts stored, Counts recounted, long rowsThatDiffer) {

    Audit {
        requireNonNull(stored, "stored is null");
        requireNonNull(recounted, "recounted is null");
    }

    static Audit of(UUID job, Counts stored, Counts recounted, long rowsThatDiffer) {
        return new Audit(job, stored.equals(recounted) && rowsThatDiffer == 0, stored, recounted, rowsThatDiffer);
    }
}
