package dev.cellmill.jobapi.removal;

import dev.cellmill.common.kafka.TopicCreator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class RemovalConfiguration {

    /** The creator is asked for because then the topic is there. */
    @Bean
    ClearRemoved clearRemovedJobs(JdbcClient sql, ProducerFactory<byte[], byte[]> producers, TopicCreator topicsFirst) {
        return new ClearRemoved(sql, producers.createProducer());
    }
}
