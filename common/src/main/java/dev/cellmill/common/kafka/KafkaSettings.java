package dev.cellmill.common.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.kafka}.
 *
 * @param replicas of each topic made here, from 1
 */
@ConfigurationProperties(prefix = "cellmill.kafka", ignoreUnknownFields = false)
public record KafkaSettings(@DefaultValue("1") short replicas) {
    public KafkaSettings {
        if (replicas < 1) {
            throw new IllegalArgumentException("cellmill.kafka.replicas is at least 1, not " + replicas);
        }
    }
}
