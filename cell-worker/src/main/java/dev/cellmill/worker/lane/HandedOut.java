package dev.cellmill.worker.lane;

import dev.cellmill.worker.run.Delivery;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record on its way through the worker. */
final class HandedOut implements Delivery {
    private final ConsumerRecord<byte[], byte[]> read;
    private final PartitionLease lease;
    private final OffsetTracker offsets;
    private final LaneLoad load;
    private final LaneMeters meters;
    private State state = State.ACTIVE;
    private Runnable whenOver = () -> {};

    HandedOut(ConsumerRecord<byte[], byte[]> read, PartitionLease lease, OffsetTracker offsets, LaneLoad load,
            LaneMeters meters) {
        this.read = read;
        this.lease = lease;
        this.offsets = offsets;
        this.load = load;
        this.meters = meters;
        load.arrive(size());
    }

    private enum State {
        ACTIVE, PARKED, OVER
    }

    @Override
    public ConsumerRecord<byte[], byte[]> record() {
        return read;
    }

    @Override
    public boolean mayHaveRun() {
        return lease.mayHaveRun(read.offset());
    }

    @Override
    public long assignedAt() {
        return lease.assignedAt();
    }

    @Override
    public boolean withdrawn() {
        return lease.isWithdrawn();
    }

    @Override
    public boolean isSure() {
        return lease.isSure();
    }

    @Override
    public boolean begins() {
        return lease.begin(read.offset());
    }

    @Override
    public boolean hasBegun() {
        return lease.hasBegun(read.offset());
    }

    @Override
    public @Nullable String begunBy() {
        return lease.begunBy(read.offset());
    }

    @Override
    public synchronized void park() {
        if (state == State.ACTIVE) {
            state = State.PARKED;
            load.park();
        }
    }

    @Override
    public synchronized void unpark() {
        if (state == State.PARKED) {
            state = State.ACTIVE;
            load.unpark();
        }
    }

    @Override
    public synchronized void whenOver(Runnable told) {
        whenOver = told;
    }

    @Override
    public void finish() {
        offsets.finish(read.offset());
        meters.finished(read.timestamp());
        abandon();
    }

    @Override
    public synchronized void abandon() {
        if (state != State.OVER) {
            lease.over(read.offset());
            load.leave(state == State.PARKED, size());
            state = State.OVER;
            whenOver.run();
        }
    }

    private int size() {
        return Math.max(0, read.serializedValueSize());
    }
}
