package dev.cellmill.jobapi.schedule;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Cells handed to the producer together, and what became of them. */
final class Batch {
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private final CountDownLatch open;

    private Batch(int size) {
        this.open = new CountDownLatch(size);
    }

    /** A cell and what is sent for it; of a block of cells, the first. */
    record Outgoing(ClaimedCell cell, ProducerRecord<byte[], byte[]> message) {}

    /** A cell that the broker did not take, and why. */
    record Refused(Outgoing outgoing, Exception reason) {}

    /** Sends all and waits until each is acknowledged or refused. Returns those refused. */
    static List<Refused> send(Producer<byte[], byte[]> producer, List<Outgoing> all) throws InterruptedException {
        var batch = new Batch(all.size());
        for (Outgoing outgoing : all) {
            batch.send(producer, outgoing);
        }
        flush(producer);
        batch.open.await();
        return List.copyOf(batch.refused);
    }

    /** The page is complete: nothing is gained by lingering for more. */
    private static void flush(Producer<byte[], byte[]> producer) throws InterruptedException {
        try {
            producer.flush();
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while cells were sent");
        }
    }

    private void send(Producer<byte[], byte[]> producer, Outgoing outgoing) throws InterruptedException {
        try {
            producer.send(outgoing.message(), (metadata, failure) -> {
                if (failure != null) {
                    refused.add(new Refused(outgoing, failure));
                }
                open.countDown();
            });
        } catch (InterruptException e) {
            // Kafka's own; it leaves the thread marked
            Thread.interrupted();
            throw new InterruptedException("interrupted while a cell was sent");
        } catch (KafkaException | IllegalStateException e) {
            refused.add(new Refused(outgoing, e));
            open.countDown();
        }
    }
}
