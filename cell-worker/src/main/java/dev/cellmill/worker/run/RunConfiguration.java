package dev.cellmill.worker.run;

import dev.cellmill.worker.cache.ResponseCache;
import dev.cellmill.worker.provider.ProviderRegistry;
import dev.cellmill.worker.control.Admission;
import dev.cellmill.worker.control.WorkerName;
import dev.cellmill.worker.replay.Replays;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class RunConfiguration {

    @Bean
    ProviderGates providerGates(ProviderRegistry registry, RunSettings settings) {
        return new ProviderGates(registry, settings.concurrency());
    }

    @Bean
    Watch cellWatch() {
        return new Watch();
    }

    @Bean
    WorkerTimer workerTimer(Watch cellWatch) {
        return new WorkerTimer(cellWatch);
    }

    @Bean
    Patience databasePatience() {
        return new Patience();
    }

    @Bean
    CellRunner cellRunner(RunParts parts, ProducerFactory<byte[], byte[]> producers, Watch cellWatch,
            WorkerTimer workerTimer, Patience databasePatience) {
        var outbox = new Outbox(producers.createProducer(), workerTimer);
        var reporter = new CellReporter(outbox, parts.clock(), parts.worker().value());
        var retries = new RetryPolicy(() -> ThreadLocalRandom.current().nextDouble());
        var calls = new Calls(parts.cache(), reporter, retries, workerTimer, parts.admission(),
                new JobPaces(parts.database(), databasePatience)::reserve, parts.clock());
        var jobs = new JobCatalog(parts.database(), parts.gates(), databasePatience);
        var rejected = new RejectedTasks(outbox, reporter, jobs, parts.clock());
        return new CellRunner(
                new Intake(jobs, parts.replays(), databasePatience, rejected, reporter, calls, cellWatch,
                        workerTimer));
    }

    /** What the run takes from elsewhere. */
    @Bean
    RunParts runParts(ProviderGates gates, ResponseCache cache, Replays replays, Admission admission,
            WorkerName worker, DSLContext database, Clock clock) {
        return new RunParts(gates, cache, replays, admission, worker, database, clock);
    }

    record RunParts(ProviderGates gates, ResponseCache cache, Replays replays, Admission admission,
            WorkerName worker, DSLContext database, Clock clock) {}
}
