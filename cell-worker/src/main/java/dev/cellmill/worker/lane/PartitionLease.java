package dev.cellmill.worker.lane;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition while it is this worker's. Offsets are handed out and commits made by the polling thread only; offsets
 * are finished by any.
 */
final class PartitionLease {
    private final TopicPartition partition;
    private final Membership membership;
    private final long assignedAt;
    /** Offsets before it were there before this lease: another worker may have done them. */
    private final long endAtAssignment;
    private volatile OffsetTracker offsets;
    private volatile boolean isWithdrawn;
    private final HandOutTimes times = new HandOutTimes();
    private @Nullable OffsetAndMetadata committed;
    /** The name of this worker. */
    private final String worker;
    /** Offsets for which a call has begun here, or that wait for one, and that are not over. */
    private final Set<Long> begun = new HashSet<>();
    /** Offsets for which others had a call under way when they lost the partition, and that are not over. */
    private final Map<Long, String> elsewhere;

    /** @param committed where the last worker stopped; null if none ever committed */
    PartitionLease(TopicPartition partition, @Nullable OffsetAndMetadata committed, long endAtAssignment,
            String worker, Membership membership) {
        this.partition = partition;
        this.membership = membership;
        this.assignedAt = System.nanoTime();
        this.endAtAssignment = endAtAssignment;
        this.committed = committed;
        this.worker = worker;
        this.elsewhere = CallsElsewhere.read(committed == null ? null : committed.metadata());
        this.offsets = committed == null
                ? new OffsetTracker(0, new BitSet())
                : new OffsetTracker(committed.offset(), FinishedRuns.read(
                        CallsElsewhere.finished(committed.metadata())));
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

    /** Whether the broker has lately counted this worker among those that it gives partitions to. */
    boolean isSure() {
        return membership.isSure();
    }

    /** No call begins from here any more. */
    synchronized void withdraw() {
        isWithdrawn = true;
    }

    /**
     * A call begins for the offset, or it waits for one that others make. From then on it ends by an event, also when the
     * partition is lost, for whoever has it next is told so and waits.
     *
     * @return false if the partition is lost already, and nothing may begin
     */
    synchronized boolean begin(long offset) {
        if (!isWithdrawn) {
            begun.add(offset);
        }
        return !isWithdrawn;
    }

    synchronized boolean hasBegun(long offset) {
        return begun.contains(offset);
    }

    /** Nothing more comes of the offset here. */
    synchronized void over(long offset) {
        begun.remove(offset);
        elsewhere.remove(offset);
    }

    /** The worker that had a call under way for the offset when it lost the partition; null if none had. */
    synchronized @Nullable String begunBy(long offset) {
        return elsewhere.get(offset);
    }

    /** Its own calls are named only at the last commit: before, nobody else has the partition while this worker lives. */
    private synchronized TreeMap<Long, String> calls() {
        long watermark = offsets.watermark();
        // what was finished as it was named is never handed out
        elsewhere.keySet().removeIf(offset -> offset < watermark);
        var calls = new TreeMap<>(elsewhere);
        if (isWithdrawn) {
            begun.forEach(offset -> calls.put(offset, worker));
        }
        return calls;
    }

    /** Whether a commit can tell of all calls that are under way. */
    boolean canNameCalls(int maxMetadata) {
        TreeMap<Long, String> calls = calls();
        return CallsElsewhere.read(CallsElsewhere.write(calls, maxMetadata / 2)).size() == calls.size();
    }

    /** Null if the last commit says it all. */
    @Nullable
    OffsetAndMetadata toCommit(int maxMetadata) {
        String calls = CallsElsewhere.write(calls(), maxMetadata / 2);
        OffsetTracker.Snapshot current = offsets.snapshot(maxMetadata - calls.length());
        var now = new OffsetAndMetadata(current.watermark(), current.finishedBeyond() + calls);
        return isKnown(now) ? null : now;
    }

    private boolean isKnown(OffsetAndMetadata now) {
        if (committed == null) {
            return now.offset() == 0 && now.metadata().isEmpty();
        }
        return committed.offset() == now.offset() && committed.metadata().equals(now.metadata());
    }

    OffsetAndMetadata lastCommitted() {
        return committed == null ? new OffsetAndMetadata(0, "") : committed;
    }

    void committed(OffsetAndMetadata done) {
        committed = done;
    }
}
