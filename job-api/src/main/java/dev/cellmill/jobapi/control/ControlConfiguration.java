package dev.cellmill.jobapi.control;

import dev.cellmill.common.kafka.AdminConnection;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.TopicTail;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.Messages;
import dev.cellmill.jobapi.quota.QuotaSettings;
import dev.cellmill.jobapi.schedule.LiveWorkers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

    @Bean
    Acks acks() {
        return new Acks();
    }

    /** The creator is asked for because then the topic is there. */
    @Bean
    TopicTail ackTail(ConsumerFactory<byte[], byte[]> consumers, Acks acks, TopicCreator topicsFirst) {
        return TopicTail.ofTheEnd(consumers, Topics.ACKS, (message, live) -> {
            if (message.value() != null) {
                acks.accept(Messages.readAck(message.value()));
            }
        });
    }

    @Bean
    ControlPublisher controlPublisher(JdbcClient sql, PlatformTransactionManager transactions,
            ProducerFactory<byte[], byte[]> producers, TopicCreator topicsFirst) {
        return new ControlPublisher(sql, new TransactionTemplate(transactions), producers.createProducer());
    }

    @Bean
    HoldSpenders holdSpenders(JdbcClient sql, QuotaSettings settings, ChangeState changeState,
            ControlPublisher publisher) {
        return new HoldSpenders(sql, settings, changeState, publisher);
    }

    @Bean
    FoldBarrier foldBarrier(AdminConnection admins) {
        return new FoldBarrier(admins);
    }

    @Bean
    Reopener reopener(JdbcClient sql, ChangeState changeState, ProducerFactory<byte[], byte[]> producers,
            FoldBarrier folded, Clock clock, TopicCreator topicsFirst) {
        return new Reopener(sql, changeState, producers.createProducer(), folded, clock);
    }

    @Bean
    ControlJob controlJob(JdbcClient sql, ChangeState changeState, ControlPublisher publisher, LiveWorkers workers,
            Acks acks, FoldBarrier folded, Reopener reopener) {
        return new ControlJob(sql, changeState, publisher, workers, acks, folded, reopener);
    }
}
