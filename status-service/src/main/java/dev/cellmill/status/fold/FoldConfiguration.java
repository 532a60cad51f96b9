package dev.cellmill.status.fold;

import dev.cellmill.common.kafka.FoldOffsets;
import dev.cellmill.common.kafka.RebalancedConsumers;
import dev.cellmill.common.kafka.RepeatForEver;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.common.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/** The consumer of the event topic. Its consumer factory is no bean, so that no other part's is taken for it. */
@Configuration(proxyBeanMethods = false)
class FoldConfiguration {
    private static final int FETCH_BYTES = 16 * 1024 * 1024;

    @Bean
    ProviderKinds providerKinds(JdbcClient sql) {
        return new ProviderKinds(sql);
    }

    @Bean
    FoldMeters foldMeters(MeterRegistry registry, ProviderKinds kinds) {
        return new FoldMeters(registry, kinds);
    }

    @Bean
    ExpectedSeries expectedSeries(ProviderKinds providers, FoldMeters meters) {
        return new ExpectedSeries(providers, meters);
    }

    /** Takes the topic creator because the topics exist once that does. */
    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> foldListenerContainer(
            KafkaProperties kafka, FoldSettings settings, EventReader reader, FoldRecords records,
            FoldMeters meters, Traces traces, TopicCreator topics) {
        Map<String, Object> consumer = kafka.buildConsumerProperties();
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchSize());
        // An event is fetched as soon as it is there; a backlog in pieces that bound the memory of a batch.
        consumer.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);

        var properties = new ContainerProperties(Topics.EVENTS);
        properties.setGroupId(FoldOffsets.GROUP);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMessageListener(new FoldListener(reader, records, meters, traces));

        var consumers = new RebalancedConsumers(consumer);
        consumers.addListener(new MicrometerConsumerListener<>(meters.registry()));
        var container = new ConcurrentMessageListenerContainer<byte[], byte[]>(consumers, properties);
        container.setConcurrency(settings.concurrency());
        container.setCommonErrorHandler(RepeatForEver.handler());
        container.setPhase(ShutdownPhase.FOLD);
        return container;
    }
}
