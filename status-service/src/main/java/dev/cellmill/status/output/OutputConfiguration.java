package dev.cellmill.status.output;

import dev.cellmill.common.kafka.RebalancedConsumers;
import dev.cellmill.common.kafka.RepeatForEver;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.service.ShutdownPhase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/** The consumer of the output topic. */
@Configuration(proxyBeanMethods = false)
class OutputConfiguration {
    private static final String GROUP = "cellmill.output";
    /** A chunk has 10 KB at most unless somebody configured more, and a batch is held in memory thrice. */
    private static final int BATCH = 500;
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    /** Takes the topic creator because the topics exist once that does. */
    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> outputListenerContainer(KafkaProperties kafka,
            StoreChunks store, MeterRegistry meters, TopicCreator topics) {
        Map<String, Object> consumer = kafka.buildConsumerProperties();
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
        consumer.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);

        var properties = new ContainerProperties(Topics.OUTPUT);
        properties.setGroupId(GROUP);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMessageListener(new OutputListener(store));

        var consumers = new RebalancedConsumers(consumer);
        consumers.addListener(new MicrometerConsumerListener<>(meters));
        var container = new ConcurrentMessageListenerContainer<byte[], byte[]>(consumers, properties);
        container.setCommonErrorHandler(RepeatForEver.handler());
        container.setPhase(ShutdownPhase.FOLD);
        return container;
    }
}
