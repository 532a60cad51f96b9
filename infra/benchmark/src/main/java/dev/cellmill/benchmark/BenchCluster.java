package dev.cellmill.benchmark;

import dev.cellmill.embedded.EmbeddedPostgres;
import dev.cellmill.embedded.PostgresProcess;
import dev.cellmill.jobapi.JobApiApplication;
import dev.cellmill.status.StatusServiceApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Broker, database and any number of each service, each a process of its own, on a folder of their own. Closing ends all
 * and deletes the folder.
 */
final class BenchCluster implements AutoCloseable {
    private static final String STORED = """
            SELECT sum(pg_total_relation_size(c.oid))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'status' AND c.relkind = 'r'
            """;
    private static final String WRITTEN_AHEAD = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint";

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final ServiceProcess broker;
    private final Map<String, String> environment;
    private final List<ServiceProcess> jobApis = new ArrayList<>();
    private final List<ServiceProcess> workers = new ArrayList<>();
    private final List<ServiceProcess> statusServices = new ArrayList<>();

    private BenchCluster(Path folder, EmbeddedPostgres postgres, ServiceProcess broker, Path providers) {
        this.folder = folder;
        this.postgres = postgres;
        this.broker = broker;
        this.environment = Map.of(
                "CELLMILL_KAFKA_BOOTSTRAP", "127.0.0.1:" + broker.port(),
                "CELLMILL_DATABASE_URL", postgres.url(),
                "CELLMILL_DATABASE_USER", EmbeddedPostgres.USER,
                "CELLMILL_DATABASE_PASSWORD", postgres.password(),
                "CELLMILL_PROVIDERS_FILE", providers.toString(),
                "LOGGING_LEVEL_ROOT", "WARN");
    }

    /** @param providersYaml the content of the workers' providers file */
    static BenchCluster start(String providersYaml) throws IOException {
        Path folder = Files.createTempDirectory("cellmill-bench");
        Path providers = Files.writeString(folder.resolve("providers.yaml"), providersYaml);
        return new BenchCluster(folder, EmbeddedPostgres.start(folder.resolve("postgres")),
                ServiceProcess.broker(folder.resolve("kafka"), folder.resolve("broker.log")), providers);
    }

    /** Returns when there are at least so many of each, ready. */
    void grow(int jobApis, int workers, int statusServices) throws IOException {
        while (this.jobApis.size() < jobApis) {
            this.jobApis.add(ServiceProcess.start(JobApiApplication.class, log("job-api"), environment));
        }
        while (this.statusServices.size() < statusServices) {
            this.statusServices.add(
                    ServiceProcess.start(StatusServiceApplication.class, log("status-service"), environment));
        }
        while (this.workers.size() < workers) {
            this.workers.add(ServiceProcess.start(BenchWorkerProcess.class, log("cell-worker"), environment));
        }
    }

    /** The oldest worker gives back what it has and ends. */
    void dismissWorker() {
        workers.removeFirst().close();
    }

    /** For sheets and jobs. */
    BenchClient intake() {
        return new BenchClient(jobApis.getLast().uri(), null);
    }

    /** For status and audit. */
    BenchClient outcome() {
        return new BenchClient(statusServices.getLast().uri(), null);
    }

    /** What each part has used of the processors so far. */
    Map<String, Duration> cpu() {
        var parts = new LinkedHashMap<String, Duration>();
        parts.put("job-api", sum(jobApis.stream().map(ServiceProcess::cpu)));
        parts.put("cell-worker", sum(workers.stream().map(ServiceProcess::cpu)));
        parts.put("status-service", sum(statusServices.stream().map(ServiceProcess::cpu)));
        parts.put("broker", broker.cpu());
        parts.put("PostgreSQL",
                sum(database().map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))));
        return parts;
    }

    /** What each part has written so far, in bytes. */
    Map<String, Long> bytes() throws IOException {
        var parts = new LinkedHashMap<String, Long>();
        parts.put("cells and counters", count(STORED));
        parts.put("write-ahead log", count(WRITTEN_AHEAD));
        parts.put("tasks", topic("cellmill.tasks."));
        parts.put("events", topic("cellmill.events-"));
        return parts;
    }

    @Override
    public void close() throws IOException {
        Stream.of(jobApis, workers, statusServices).flatMap(List::stream).forEach(ServiceProcess::stop);
        Stream.of(jobApis, workers, statusServices).flatMap(List::stream).forEach(ServiceProcess::close);
        broker.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private Path log(String service) {
        return folder.resolve(service + ".log");
    }

    private long count(String query) {
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.url());
        source.setUser(EmbeddedPostgres.USER);
        source.setPassword(postgres.password());
        return JdbcClient.create(source).sql(query).query(Long.class).single();
    }

    /** Of the records alone: indexes are files of a fixed size. */
    private long topic(String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("kafka"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> file.getParent().getFileName().toString().startsWith(prefix))
                    .mapToLong(BenchCluster::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server and its sessions; those that have ended are not counted. */
    private Stream<ProcessHandle> database() {
        try {
            return PostgresProcess.of(folder.resolve("postgres/data")).stream()
                    .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration sum(Stream<Duration> times) {
        return times.reduce(Duration.ZERO, Duration::plus);
    }
}
