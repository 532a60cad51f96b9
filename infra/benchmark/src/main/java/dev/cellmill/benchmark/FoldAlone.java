package dev.cellmill.benchmark;

import dev.cellmill.common.db.Schema;
import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.Usage;
import dev.cellmill.status.StatusServiceApplication;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** The status service alone: how fast it folds events that lie in Kafka already, one Done per cell. */
final class FoldAlone implements Benchmark.Scenario {
    private static final int COLUMNS = 4;
    private static final int WARM_UP_CELLS = 200_000;
    private static final int CELLS = 1_000_000;
    private static final long POLL_NANOS = 5_000_000;
    private static final double NANOS = 1e9;

    @Override
    @SuppressWarnings("try") // the service works without being spoken to
    public void run(Figures figures) throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start()) {
            DataSource database = servers.dataSource();
            Schema.migrate(database);
            try (ConfigurableApplicationContext service = statusService(servers)) {
                measure(servers, database, WARM_UP_CELLS);
                var statements = new Statements(database);
                long before = statements.count();
                double seconds = measure(servers, database, CELLS);
                Map<String, ?> shape = Map.of("cells", CELLS, "columns", COLUMNS);
                figures.print("cellsPerSecond", CELLS / seconds, "cells/s", shape);
                figures.print("statementsPerCell", (double) (statements.count() - before) / CELLS, "statements/cell",
                        shape);
                figures.print("peakResident", PeakMemory.residentMegabytes(), "MB", shape);
            }
        }
    }

    private static ConfigurableApplicationContext statusService(EmbeddedServers servers) {
        return new SpringApplicationBuilder(StatusServiceApplication.class)
                .properties("spring.config.name=cellmill,status-service", "server.port=0", "logging.level.root=WARN")
                .run(servers.arguments());
    }

    /** Produces first at full speed, then waits for the fold; the time runs from the first event to the last cell counted. */
    private static double measure(EmbeddedServers servers, DataSource database, int cells) throws Exception {
        var sheet = SheetId.next();
        var job = JobId.next();
        BenchTables.insertJob(database, sheet, job, cells / COLUMNS, COLUMNS);
        long start = System.nanoTime();
        try (var producer = servers.producer()) {
            for (int row = 0; row < cells / COLUMNS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    producer.send(CellRecords.of(done(sheet, job, row, column)));
                }
            }
            producer.flush();
        }
        while (BenchTables.ended(database, job) < cells) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return (System.nanoTime() - start) / NANOS;
    }

    private static CellEvent done(SheetId sheet, JobId job, int row, int column) {
        var cell = new CellAddress(TenantId.DEFAULT, sheet, job, row, column, "filled" + column);
        var answer = new Answer(JsonNodeFactory.instance.stringNode("value of row " + row), "instant", null, null, 0,
                false,
                ServedBy.PROVIDER, new Fingerprint(row, column));
        return new CellEvent.Done(cell, new Position(BenchTables.RUN, 1, 0), "instant", Instant.now(), answer,
                new Usage(1, 0, 0, 0, 0, 1), null);
    }
}
