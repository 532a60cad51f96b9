package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.db.DatabaseSettings;
import dev.cellmill.common.kafka.AdminConnection;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.TopicTail;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.WorkerPing;
import dev.cellmill.common.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

    @Bean
    LiveWorkers liveWorkers() {
        return new LiveWorkers(System::nanoTime);
    }

    @Bean
    TopicTail pingTail(ConsumerFactory<byte[], byte[]> consumers, LiveWorkers workers, TopicCreator topicsFirst) {
        return TopicTail.ofTheEnd(consumers, Topics.CONTROL, (message, live) -> {
            if (message.value() == null) {
                workers.left(new String(message.key(), StandardCharsets.UTF_8));
            } else if (Messages.readControl(message.value()) instanceof WorkerPing ping) {
                workers.accept(ping);
            }
        });
    }

    @Bean
    OpenJobs openJobs(JdbcClient sql) {
        return new OpenJobs(sql);
    }

    @Bean
    AwayProviders awayProviders(JdbcClient sql, LiveWorkers workers) {
        return new AwayProviders(sql, workers);
    }

    @Bean
    StrandedCells strandedCells(LiveWorkers workers, AdminConnection admins) {
        return new StrandedCells(workers, admins);
    }

    @Bean
    TaskProducers taskProducers(ProducerFactory<byte[], byte[]> producers, MeterRegistry meters) {
        return new TaskProducers(producers, meters);
    }

    @Bean
    LaneSchedulers laneSchedulers(JdbcClient sql, JdbcConnectionDetails database,
            TaskProducers taskProducers, LiveWorkers workers, TopicCreator topics,
            ScheduleSettings settings, DatabaseSettings roles, StrandedCells stranded, AwayProviders away, Clock clock,
            MeterRegistry meters,
            Traces traces) {
        var connections = new OwnConnections(database.getJdbcUrl(), database.getUsername(), database.getPassword(),
                roles.role());
        return new LaneSchedulers(sql,
                new SchedulerParts(connections, new CellSender(taskProducers.factory(), clock, traces), workers,
                        new LaterLanes(settings.initialWindow()), stranded::cells, away::of,
                        lane -> topics.create(List.of(Topics.newTasks(lane, topics.replicas()))), settings,
                        new SchedulerMeters(meters), System::nanoTime));
    }
}
