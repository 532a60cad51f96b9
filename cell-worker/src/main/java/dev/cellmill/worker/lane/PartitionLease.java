package dev.cellmill.worker.lane;

import java.util.BitSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition while it is this worker's. Offsets are handed out and commits made by the polling thread only; offsets
 * are finished by any.
 */
final class PartitionLease {
    private final TopicPartition partition;
    private final long assignedAt;
    /** Offsets before it were there before this lease: another worker may have done them. */
    private final long endAtAssignment;
    private volatile OffsetTracker offsets;
    private volatile boolean isWithdrawn;
    private final HandOutTimes times = new HandOutTimes();
    private @Nullable OffsetAndMetadata committed;

    /** @param committed where the last worker stopped; null if none ever committed */
    PartitionLease(TopicPartition partition, @Nullable OffsetAndMetadata committed, long endAtAssignment) {
        this.partition = partition;
        this.assignedAt = System.nanoTime();
        this.endAtAssignment = endAtAssignment;
        this.committed = committed;
        this.offsets = committed == null
                ? new OffsetTracker(0, new BitSet())
                : new OffsetTracker(committed.offset(), FinishedRuns.read(committed.metadata()));
    }

    TopicPartition partition() {
        return partition;
    }

    long assignedAt() {
        return assignedAt;
    }

    boolean mayHaveRun(long offset) {
        return offset < endAtAssignment;
    }

    /** @return the tracker to finish the offset with; null if it was finished before */
    @Nullable
    OffsetTracker handOut(long offset) {
        if (offsets.isBehind(offset)) {
            // the topic was made anew, or the offsets were set back
            offsets = new OffsetTracker(offset, new BitSet());
            times.clear();
        }
        return offsets.handOut(offset) ? offsets : null;
    }

    /** Offsets from this one on were handed out just now. */
    void handedOutFrom(long offset, long now) {
        times.handedOut(offset, now);
    }

    /** Nanoseconds since its oldest unfinished offset was handed out; 0 if all are finished. */
    long oldestAge(long now) {
        return offsets.inFlight() == 0 ? 0 : times.age(offsets.watermark(), now);
    }

    /** Offsets from its watermark to the last one handed out. */
    long gap() {
        return offsets.gap();
    }

    boolean isWithdrawn() {
        return isWithdrawn;
    }

    /** No call begins from here any more. */
    void withdraw() {
        isWithdrawn = true;
    }

    /** Null if the last commit says it all. */
    @Nullable
    OffsetAndMetadata toCommit(int maxMetadata) {
        OffsetTracker.Snapshot current = offsets.snapshot(maxMetadata);
        var now = new OffsetAndMetadata(current.watermark(), current.finishedBeyond());
        return isKnown(now) ? null : now;
    }

    private boolean isKnown(OffsetAndMetadata now) {
        if (committed == null) {
            return now.offset() == 0 && now.metadata().isEmpty();
        }
        return committed.offset() == now.offset() && committed.metadata().equals(now.metadata());
    }

    void committed(OffsetAndMetadata done) {
        committed = done;
    }
}
