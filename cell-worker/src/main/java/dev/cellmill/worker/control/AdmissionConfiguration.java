package dev.cellmill.worker.control;

import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.kafka.TopicTail;
import dev.cellmill.common.service.ShutdownPhase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    @Bean
    Lease lease() {
        return new Lease(System::nanoTime);
    }

    @Bean
    Admission admission(WorkerName name, Lease lease) {
        return new Admission(name.value(), lease);
    }

    @Bean
    Neighbours neighbours(WorkerName name) {
        return new Neighbours(name.value(), System::nanoTime);
    }

    /** Has read the topic to its end before the lanes start. The creator is asked for because then the topic is there. */
    @Bean
    TopicTail controlTail(ConsumerFactory<byte[], byte[]> consumers, ProducerFactory<byte[], byte[]> producers,
            WorkerName name, Lease lease, Admission admission, Neighbours neighbours, TopicCreator topicsFirst) {
        return TopicTail.ofAll(consumers, Topics.CONTROL, ShutdownPhase.WORKERS - 1,
                new ControlReader(name.value(), lease, admission, neighbours, producers.createProducer()));
    }
}
