package dev.cellmill.benchmark;

import dev.cellmill.worker.CellWorkerApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A worker that knows the bench providers, as a process of its own. */
final class BenchWorkerProcess {
    private BenchWorkerProcess() {}

    public static void main(String... arguments) {
        new SpringApplicationBuilder(CellWorkerApplication.class, BenchProviders.class)
                .properties("spring.config.name=cellmill,cell-worker")
                .run(arguments);
    }
}
