package dev.cellmill.worker.run;

import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * A producer for chunks alone, with a buffer of its own: what programs print must not hold up the ends of other cells, or
 * the worker's signs of life.
 */
final class ChunkProducer implements DisposableBean {
    private final DefaultKafkaProducerFactory<byte[], byte[]> factory;
    private final Producer<byte[], byte[]> producer;

    ChunkProducer(ProducerFactory<byte[], byte[]> producers) {
        this.factory = new DefaultKafkaProducerFactory<>(Map.copyOf(producers.getConfigurationProperties()));
        this.producer = factory.createProducer();
    }

    Producer<byte[], byte[]> producer() {
        return producer;
    }

    @Override
    public void destroy() {
        producer.close();
        factory.destroy();
    }
}
