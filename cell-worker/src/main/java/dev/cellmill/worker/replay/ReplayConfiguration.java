package dev.cellmill.worker.replay;

import dev.cellmill.worker.control.Neighbours;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    @Bean
    FoldProgress foldProgress(KafkaAdmin admin) {
        return new FoldProgress(admin);
    }

    @Bean
    Replays replays(FoldProgress fold, DSLContext database, Neighbours neighbours) {
        return new Replays(fold, new StoredCells(database), neighbours);
    }
}
