package dev.cellmill.worker.run;

import dev.cellmill.common.trace.Traces;
import dev.cellmill.worker.cache.AnswerCache;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.worker.output.OutputSettings;
import dev.cellmill.worker.output.Outputs;
import dev.cellmill.worker.provider.ProviderRegistry;
import dev.cellmill.worker.control.Admission;
import dev.cellmill.worker.control.WorkerName;
import dev.cellmill.worker.replay.Replays;
import dev.cellmill.worker.budget.ProviderBudgets;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class RunConfiguration {

    @Bean
    ProviderGates providerGates(ProviderRegistry registry, RunSettings settings, ProviderBudgets budgets,
            CircuitBreakerRegistry circuits, MeterRegistry meters) {
        return new ProviderGates(registry, settings.concurrency(), budgets, circuits, meters);
    }

    /**
     * Opens where half of the last twenty calls found the provider down; while open, one call in a second at first, later in
     * ten, tries whether it is back.
     */
    @Bean
    CircuitBreakerRegistry circuitBreakers() {
        return CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(1_000, 1.5, 10_000))
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(1)
                // longer than any probe takes: an answer that comes later would not close it
                .maxWaitDurationInHalfOpenState(Duration.ofMinutes(15))
                .build());
    }

    @Bean
    TaggedCircuitBreakerMetrics circuitMetrics(CircuitBreakerRegistry circuits) {
        return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(circuits);
    }

    @Bean
    ProviderStates providerStates(ProviderGates gates, DSLContext database, WorkerName worker) {
        return new ProviderStates(gates, database, worker.value());
    }

    @Bean
    ProviderFigures providerFigures(ProviderGates gates, DSLContext database, WorkerName worker) {
        return new ProviderFigures(gates, database, worker.value());
    }

    @Bean
    WaitingCells waitingCells() {
        return new WaitingCells();
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
    ForgetPaces forgetPaces(JdbcClient sql) {
        return new ForgetPaces(sql);
    }

    @Bean
    ChunkProducer chunkProducer(ProducerFactory<byte[], byte[]> producers, MeterRegistry meters) {
        return new ChunkProducer(producers, meters);
    }

    @Bean
    CellRunner cellRunner(RunParts parts, ProducerFactory<byte[], byte[]> producers, ChunkProducer chunks,
            Watch cellWatch,
            WorkerTimer workerTimer, Patience databasePatience, WaitingCells waiting) {
        var outbox = new Outbox(producers.createProducer(), workerTimer);
        var chunkBox = new Outbox(chunks.producer(), workerTimer);
        var outputs = new Outputs(parts.output(),
                (chunk, acknowledged) -> chunkBox.send(CellRecords.of(chunk), acknowledged, acknowledged),
                parts.clock());
        var reporter = new CellReporter(outbox, parts.clock(), parts.worker().value(), new AnswerTexts(outputs));
        var retries = new RetryPolicy(() -> ThreadLocalRandom.current().nextDouble());
        var calls = new Calls(parts.cache(), reporter, retries, workerTimer, parts.admission(),
                new JobPaces(parts.database(), databasePatience)::reserve, waiting, outputs, cellWatch,
                parts.clock(), parts.traces());
        var jobs = new JobCatalog(parts.database(), parts.gates(), databasePatience);
        var rejected = new RejectedTasks(outbox, reporter, jobs, parts.clock());
        return new CellRunner(
                new Intake(jobs, parts.replays(), databasePatience, rejected, reporter, calls, cellWatch,
                        workerTimer, parts.traces()));
    }

    /** What the run takes from elsewhere. */
    @Bean
    RunParts runParts(ProviderGates gates, AnswerCache cache, Replays replays, Admission admission,
            WorkerName worker, DSLContext database, OutputSettings output, Clock clock, Traces traces) {
        return new RunParts(gates, cache, replays, admission, worker, database, output, clock, traces);
    }

    record RunParts(ProviderGates gates, AnswerCache cache, Replays replays, Admission admission,
            WorkerName worker, DSLContext database, OutputSettings output, Clock clock, Traces traces) {}
}
