package dev.cellmill.worker.control;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.kafka.TopicTail;
import dev.cellmill.common.message.ControlAck;
import dev.cellmill.common.message.JobControl;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.WorkerPing;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Passes on what the control topic says, and answers. Called by the topic's one reader. */
final class ControlReader implements TopicTail.Reader {
    private final String worker;
    private final Lease lease;
    private final Admission admission;
    private final Neighbours neighbours;
    private final Producer<byte[], byte[]> producer;

    ControlReader(String worker, Lease lease, Admission admission, Neighbours neighbours,
            Producer<byte[], byte[]> producer) {
        this.neighbours = neighbours;
        this.worker = worker;
        this.lease = lease;
        this.admission = admission;
        this.producer = producer;
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> message, boolean live) {
        if (message.value() == null) {
            admission.forget(new String(message.key(), StandardCharsets.UTF_8));
            return;
        }
        switch (Messages.readControl(message.value())) {
            case WorkerPing ping -> {
                neighbours.heardOf(ping.worker());
                if (ping.worker().equals(worker)) {
                    lease.readBack(ping.sequence());
                }
            }
            case JobControl control -> admission.accept(control).filter(_ -> live).ifPresent(this::answer);
        }
    }

    /** Not repeated: whoever asked takes a missing answer for an upper bound. */
    private void answer(ControlAck ack) {
        producer.send(new ProducerRecord<>(Topics.ACKS, ack.job().toString().getBytes(StandardCharsets.UTF_8),
                Messages.write(ack)));
    }
}
