package dev.cellmill.jobapi.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The producer of tasks. They are sent by the page and flushed at its end, so nothing of a page leaves before: what leaves
 * earlier costs a request, a buffer and a look of the broker for a few tasks each.
 */
final class TaskProducers implements DisposableBean {
    /** Longer than making a page takes; whoever sends it flushes, so nobody waits for it. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final DefaultKafkaProducerFactory<byte[], byte[]> factory;

    TaskProducers(ProducerFactory<byte[], byte[]> producers, MeterRegistry meters) {
        Map<String, Object> settings = new HashMap<>(producers.getConfigurationProperties());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
        factory = new DefaultKafkaProducerFactory<>(settings);
        factory.addListener(new MicrometerProducerListener<>(meters));
    }

    /** Shares one producer, and makes another should that one break. */
    ProducerFactory<byte[], byte[]> factory() {
        return factory;
    }

    @Override
    public void destroy() {
        factory.destroy();
    }
}
