package dev.cellmill.worker.lane;

import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.worker.control.WorkerName;
import dev.cellmill.worker.run.CellRunner;
import dev.cellmill.worker.run.ProviderGates;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

@Configuration(proxyBeanMethods = false)
class LaneConfiguration {

    /** The lanes' topics exist once this bean does: nobody announces a lane that cannot be sent to. */
    @Bean
    ServedLanes servedLanes(ProviderGates gates, LaneSettings settings, TopicCreator topics) {
        var lanes = ServedLanes.of(gates, settings.served());
        var needed = new ArrayList<NewTopic>();
        for (String lane : lanes.capacities().keySet()) {
            needed.add(Topics.newTasks(lane, topics.replicas()));
            needed.add(Topics.newDeadLetter(Topics.tasks(lane), topics.replicas()));
        }
        topics.create(needed);
        return lanes;
    }

    @Bean
    HeldPartitions heldPartitions() {
        return new HeldPartitions();
    }

    @Bean
    LaneConsumers laneConsumers(ServedLanes lanes, ConsumerFactory<byte[], byte[]> consumers,
            CellRunner runner, LaneSettings settings, HeldPartitions held,
            WorkerName worker, MeterRegistry meters) {
        return new LaneConsumers(lanes, consumers, runner, settings, held, worker, meters);
    }
}
