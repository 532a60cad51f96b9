package dev.cellmill.worker.run;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.kafka.core.ProducerFactory;

/**
 * A producer for chunks alone, with a buffer of its own: what programs print must not hold up the ends of other cells, or
 * the worker's signs of life.
 */
final class ChunkProducer implements DisposableBean {
    private final DefaultKafkaProducerFactory<byte[], byte[]> factory;
    private final Producer<byte[], byte[]> producer;

    ChunkProducer(ProducerFactory<byte[], byte[]> producers, MeterRegistry meters) {
        this.factory = new DefaultKafkaProducerFactory<>(Map.copyOf(producers.getConfigurationProperties()));
        factory.addListener(new MicrometerProducerListener<>(meters));
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
