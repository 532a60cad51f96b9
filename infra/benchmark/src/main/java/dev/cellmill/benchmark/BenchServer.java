package dev.cellmill.benchmark;

import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** A standalone on a folder of its own with the bench providers, driven over HTTP. Closing deletes the folder. */
final class BenchServer implements AutoCloseable {
    static final int SLOW_MILLIS = 200;
    static final int SLOW_CONCURRENCY = 256;

    /** Bounds the error of a latency; looking without a pause would take a core away from what is measured. */
    static final long FINE_POLL_NANOS = 5_000_000;
    static final long POLL_NANOS = 20_000_000;
    private static final long IDLE_NANOS = 30_000_000;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String PROVIDERS = """
            providers:
              instant: {kind: bench, delayMillis: 0, concurrency: 100}
              slow: {kind: bench, delayMillis: %d, concurrency: %d}
            """.formatted(SLOW_MILLIS, SLOW_CONCURRENCY);

    private final Path folder;
    private final StandaloneServer server;
    private final BenchClient client;
    private final Statements statements;
    private String oneRowSheet = "";

    private BenchServer(Path folder, StandaloneServer server) {
        this.folder = folder;
        this.server = server;
        this.client = new BenchClient(URI.create(server.url()), null);
        this.statements = new Statements(server.dataSource());
    }

    static BenchServer start() throws IOException {
        return start(PROVIDERS);
    }

    /** @param providersYaml the content of its providers file */
    static BenchServer start(String providersYaml) throws IOException {
        Path folder = Files.createTempDirectory("cellmill-bench");
        Path providers = Files.writeString(folder.resolve("providers.yaml"), providersYaml);
        var settings = new StandaloneSettings(0, folder.resolve("data"), 0, providers);
        return new BenchServer(folder, StandaloneServer.start(settings, BenchProviders.class));
    }

    URI uri() {
        return URI.create(server.url());
    }

    BenchClient client() {
        return client;
    }

    /** Uploads a sheet of so many rows, runs a job over it and checks that all is there. */
    JobRun runJob(String provider, int rows, int columns) throws IOException {
        long uploadStart = System.nanoTime();
        String sheet = client.upload(rows);
        double uploadSeconds = (System.nanoTime() - uploadStart) / NANOS;
        long statementsBefore = statements.count();
        try (var memory = new PeakMemory()) {
            long start = System.nanoTime();
            String job = client.submit(sheet, provider, columns);
            client.awaitEnd(job, POLL_NANOS);
            double seconds = (System.nanoTime() - start) / NANOS;
            long sql = statements.count() - statementsBefore;
            client.verify(job, (long) rows * columns);
            return new JobRun(rows, (long) rows * columns, seconds, uploadSeconds, sql, memory.heapMegabytes());
        }
    }

    /** A job of one cell, from submission until the status shows it done. */
    double oneCellMillis() throws IOException {
        if (oneRowSheet.isEmpty()) {
            oneRowSheet = client.upload(1);
        }
        LockSupport.parkNanos(IDLE_NANOS);
        long start = System.nanoTime();
        client.awaitEnd(client.submit(oneRowSheet, "instant", 1), FINE_POLL_NANOS);
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    /** A job of one cell, of a sheet of its own. */
    record OneCell(String sheet, String job) {}

    OneCell submitOneCell(String provider) throws IOException {
        String sheet = client.upload(1);
        return new OneCell(sheet, client.submit(sheet, provider, 1));
    }

    /** Waits for its end. @return all of its text */
    String download(OneCell cell) {
        client.awaitEnd(cell.job(), POLL_NANOS);
        client.verify(cell.job(), 1);
        return client.output(cell.sheet());
    }

    /** Its call, if one is under way, goes on to its end. */
    void cancel(OneCell cell) {
        client.cancel(cell.job());
    }

    /** Of each cell of a job that is run now, from its start at the worker to its end, in milliseconds. */
    List<Double> latencies(String provider, int rows) throws IOException {
        return latencies(client.upload(rows), provider, rows);
    }

    /** The same of a sheet that is there. */
    List<Double> latencies(String sheet, String provider, int rows) throws IOException {
        String job = client.submit(sheet, provider, 1);
        client.awaitEnd(job, POLL_NANOS);
        client.verify(job, rows);
        return JdbcClient.create(server.dataSource()).sql("SELECT latency_ms FROM status.cell WHERE job_id = :job")
                .param("job", UUID.fromString(job)).query(Double.class).list();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
