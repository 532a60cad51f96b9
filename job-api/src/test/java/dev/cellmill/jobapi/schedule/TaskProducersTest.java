package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

class TaskProducersTest {
    private static final long MAKING_A_PAGE_MILLIS = 500;

    @Test
    void tasksWaitForTheirPageAndNothingElseDiffersFromTheOtherProducers() {
        Map<String, Object> others = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1",
                ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.LINGER_MS_CONFIG, 3);
        var tasks = new TaskProducers(new DefaultKafkaProducerFactory<>(others), new SimpleMeterRegistry());
        try {
            Map<String, Object> settings = tasks.factory().getConfigurationProperties();

            assertThat(((Number) settings.get(ProducerConfig.LINGER_MS_CONFIG)).longValue())
                    .isGreaterThan(MAKING_A_PAGE_MILLIS);
            assertThat(settings).containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                    .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1").hasSameSizeAs(others);
        } finally {
            tasks.destroy();
        }
    }
}
