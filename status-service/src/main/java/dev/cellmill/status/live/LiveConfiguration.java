package dev.cellmill.status.live;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.kafka.AdminConnection;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.status.progress.ReadProgress;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
    /** Unseen by who waits for it, and enough for a crowd. */
    private static final Duration GATHERING = Duration.ofMillis(50);

    @Bean
    LiveMeters liveMeters(MeterRegistry registry) {
        return new LiveMeters(registry);
    }

    @Bean
    LiveJobs liveJobs(LiveSettings settings, ReadProgress progress, Frames frames, LiveMeters meters,
            Sharing sharing) {
        return new LiveJobs(settings, progress::read, frames, meters, sharing);
    }

    /** The creator is asked for because then the topics are there. */
    @Bean
    LiveTail liveTail(ConsumerFactory<byte[], byte[]> consumers, LiveJobs jobs, LiveReader reader,
            TopicCreator topicsFirst) {
        return new LiveTail(consumers, jobs, reader);
    }

    @Bean
    FoldPositions foldPositions(AdminConnection admins) {
        return new FoldPositions(admins);
    }

    @Bean
    SnapshotPages snapshotPages(WatchedCells cells, Frames frames) {
        return new SnapshotPages(cells::page, () -> TimeUnit.NANOSECONDS.sleep(GATHERING.toNanos()), frames);
    }

    @Bean
    LiveRounds liveRounds(LiveJobs jobs, LiveTail tail, FoldPositions fold, WatchedCells cells,
            LiveMeters meters) {
        return new LiveRounds(jobs, tail, fold, cells, meters);
    }
}
