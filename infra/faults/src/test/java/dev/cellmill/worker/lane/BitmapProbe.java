package dev.cellmill.worker.lane;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Of three tasks the second is done, and the worker dies. */
public final class BitmapProbe implements Callable<Boolean> {

    @Override
    public Boolean call() {
        var tracker = new OffsetTracker(0, new BitSet());
        for (int offset = 0; offset < 3; offset++) {
            tracker.handOut(offset);
        }
        tracker.finish(1);
        OffsetTracker.Snapshot committed = tracker.snapshot(100);
        var next = new PartitionLease(new TopicPartition("tasks", 0),
                new OffsetAndMetadata(committed.watermark(), committed.finishedBeyond()), 3, "this",
                new Membership(Duration.ofSeconds(10), Duration.ofSeconds(1), System::nanoTime));
        return next.handOut(0) != null && next.handOut(1) == null && next.handOut(2) != null;
    }
}
