package dev.cellmill.worker.announce;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.WorkerPing;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.worker.control.Lease;
import dev.cellmill.worker.control.WorkerName;
import dev.cellmill.worker.lane.HeldPartitions;
import dev.cellmill.worker.lane.ServedLanes;
import dev.cellmill.worker.run.WaitingCells;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells the schedulers four times a second that this worker lives and what it can run. Goes on until the last call has
 * ended, and then takes the worker's record off the topic.
 */
final class SignsOfLife extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

    private final WorkerName name;
    private final ServedLanes lanes;
    private final HeldPartitions held;
    private final WaitingCells waiting;
    private final Lease lease;
    private final Producer<byte[], byte[]> producer;
    private final Clock clock;

    SignsOfLife(WorkerName name, ServedLanes lanes, HeldPartitions held, WaitingCells waiting, Lease lease,
            Producer<byte[], byte[]> producer, Clock clock) {
        // before the lanes start, after they stop
        super("worker-ping", INTERVAL, ShutdownPhase.WORKERS - 1);
        this.name = name;
        this.lanes = lanes;
        this.held = held;
        this.waiting = waiting;
        this.lease = lease;
        this.producer = producer;
        this.clock = clock;
    }

    @Override
    protected boolean isNeededAtStart() {
        return true;
    }

    @Override
    public void stop() {
        super.stop();
        // a broker that is away does not hold up the end: who misses the pings knows as much
        Thread farewell = Thread.startVirtualThread(this::sayFarewell);
        try {
            farewell.join(LONGEST_FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayFarewell() {
        producer.send(new ProducerRecord<>(Topics.CONTROL, key(), null));
        producer.flush();
    }

    @Override
    protected void run() {
        Set<String> served = lanes.capacities().keySet();
        var ping = new WorkerPing(name.value(), clock.instant(), lease.send(), lanes.capacities(),
                held.ofLanes(served), waiting.ofLanes(served));
        producer.send(new ProducerRecord<>(Topics.CONTROL, key(), Messages.write(ping)));
    }

    private byte[] key() {
        return name.value().getBytes(StandardCharsets.UTF_8);
    }
}
