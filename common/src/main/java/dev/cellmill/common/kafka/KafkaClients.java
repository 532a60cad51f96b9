package dev.cellmill.common.kafka;

import dev.cellmill.common.service.KeepsWallTime;
import java.util.List;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Clients that others made: containers get new consumers, and producers send what waits for a moment that may be far. */
public final class KafkaClients implements KeepsWallTime {
    private final List<MessageListenerContainer> containers;
    private final List<ProducerFactory<?, ?>> producers;

    public KafkaClients(List<MessageListenerContainer> containers, List<ProducerFactory<?, ?>> producers) {
        this.containers = List.copyOf(containers);
        this.producers = List.copyOf(producers);
    }

    @Override
    public void clockWasSetBack() {
        // a flush waits for the broker, and what it waits for may be far too
        producers.forEach(factory -> Thread.ofVirtual().name("flush").start(() -> factory.createProducer().flush()));
        for (MessageListenerContainer container : containers) {
            if (container.isRunning()) {
                container.stop();
                container.start();
            }
        }
    }
}
