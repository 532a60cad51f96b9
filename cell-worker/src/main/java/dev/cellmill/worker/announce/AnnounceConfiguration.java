package dev.cellmill.worker.announce;

import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.worker.control.Lease;
import dev.cellmill.worker.control.WorkerName;
import dev.cellmill.worker.lane.HeldPartitions;
import dev.cellmill.worker.lane.ServedLanes;
import dev.cellmill.worker.provider.ProviderRegistry;
import dev.cellmill.worker.run.WaitingCells;
import java.time.Clock;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class AnnounceConfiguration {

    @Bean
    WorkerName workerName() {
        return WorkerName.next();
    }

    /** The topic creator is asked for because the control topic exists once it does. */
    @Bean
    SignsOfLife signsOfLife(WorkerName name, ServedLanes lanes, HeldPartitions held, WaitingCells waiting, Lease lease,
            ProducerFactory<byte[], byte[]> producers, Clock clock, TopicCreator topics) {
        return new SignsOfLife(name, lanes, held, waiting, lease, producers.createProducer(), clock);
    }

    /** The lanes are asked for because their topics exist once they do. */
    @Bean
    ProviderAnnouncements providerAnnouncements(ProviderRegistry registry, DSLContext database, Clock clock,
            ServedLanes lanes) {
        return new ProviderAnnouncements(registry, database, clock);
    }
}
