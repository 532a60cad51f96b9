package dev.cellmill.status.live;

import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.status.progress.ReadProgress;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    @Bean
    LiveJobs liveJobs(LiveSettings settings, ReadProgress progress, Frames frames) {
        return new LiveJobs(settings, progress::read, frames);
    }

    /** The creator is asked for because then the topics are there. */
    @Bean
    LiveTail liveTail(ConsumerFactory<byte[], byte[]> consumers, LiveJobs jobs, LiveReader reader,
            TopicCreator topicsFirst) {
        return new LiveTail(consumers, jobs, reader);
    }

    @Bean
    FoldPositions foldPositions(KafkaAdmin admin) {
        return new FoldPositions(() -> Admin.create(admin.getConfigurationProperties()));
    }

    @Bean
    LiveRounds liveRounds(LiveJobs jobs, LiveTail tail, FoldPositions fold, WatchedCells cells) {
        return new LiveRounds(jobs, tail, fold, cells);
    }
}
