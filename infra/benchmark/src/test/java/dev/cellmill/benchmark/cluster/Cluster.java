package dev.cellmill.benchmark.cluster;

import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.embedded.EmbeddedPostgres;
import dev.cellmill.embedded.FreePort;
import dev.cellmill.embedded.PostgresProcess;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.standalone.client.ServerAway;
import dev.cellmill.testkit.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A simulated provider, and a server with worker processes that calls it; each a process of its own. Closing ends every
 * process that it or one of its processes started, frozen and orphaned ones too.
 */
final class Cluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final int PORT_LINE = 3;

    private final Path folder;
    private final int port = FreePort.find();
    private final int workers;
    private final ProviderProcess provider;
    private final CellmillClient client = new CellmillClient(URI.create("http://127.0.0.1:" + port));
    /** Whatever a server started that was killed or is to be closed. */
    private final Set<ProcessHandle> started = new LinkedHashSet<>();
    private @Nullable JavaProcess server;

    private Cluster(Path folder, int workers, ProviderProcess provider) {
        this.folder = folder;
        this.workers = workers;
        this.provider = provider;
    }

    /**
     * Returns when everything is up.
     *
     * @param folder exists; everything is written below it
     * @param workers processes
     * @param providers from the simulated provider's URL to the providers.yaml
     */
    static Cluster start(Path folder, int workers, List<String> providerOptions, UnaryOperator<String> providers)
            throws IOException {
        var cluster = new Cluster(folder, workers, ProviderProcess.start(folder, providerOptions));
        try {
            Files.writeString(cluster.providersFile(), providers.apply(cluster.provider.url()));
            cluster.startServer();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    ProviderProcess provider() {
        return provider;
    }

    CellmillClient client() {
        return client;
    }

    /** Living ones, the oldest first. A dead one's successor comes within seconds. */
    List<ProcessHandle> workers() {
        // by their program: a command line with a long class path is cut off before the main class
        return children().filter(child -> child.info().command().orElse("").endsWith("/java")).sorted().toList();
    }

    /** SIGSTOP: nothing in it runs until it is thawed. */
    void freeze(ProcessHandle process) throws IOException {
        signal(process, "STOP");
    }

    /** SIGCONT. */
    void thaw(ProcessHandle process) throws IOException {
        signal(process, "CONT");
    }

    /** SIGKILL to the server alone: its workers and its database are left to themselves. */
    void killServer() {
        if (server != null) {
            note();
            server.kill();
        }
    }

    /** On the same folder and port, once the one before has ended. Returns when it and every worker are up. */
    void startServer() throws IOException {
        if (server != null) {
            server.close();
        }
        JavaProcess next = JavaProcess.start("dev.cellmill.standalone.command.Cellmill", folder.resolve("up.log"),
                "512m", List.of("up", "--port", Integer.toString(port), "--workers", Integer.toString(workers),
                        "--data", folder.resolve("data").toString(), "--providers", providersFile().toString()));
        server = next;
        await().atMost(START).failFast(next::refuseEnd).ignoreExceptionsInstanceOf(ServerAway.class)
                .until(client::isUp);
    }

    /** A job over a new sheet of one column {@code key} with these values. @return its id */
    String submit(Stream<String> keys, String columns) throws IOException {
        Path csv = Files.write(folder.resolve("rows.csv"), Stream.concat(Stream.of("key"), keys).toList());
        var spec = Json.MAPPER.createObjectNode()
                .put("sheet", client.uploadCsv(csv, "rows").path("id").asString());
        spec.set("columns", Json.MAPPER.readTree(columns));
        return client.submit(spec).path("id").asString();
    }

    /** What a query of one number gives, asked of the cluster's own database. */
    long count(String query, Object... parameters) throws IOException {
        return JdbcClient.create(database()).sql(query).params(parameters).query(Long.class).single();
    }

    /** In the cluster's own database. */
    void execute(String statement) throws IOException {
        JdbcClient.create(database()).sql(statement).update();
    }

    @Override
    public void close() {
        try (client; provider) {
            if (server != null) {
                note();
                server.close();
            }
        } finally {
            started.forEach(ProcessHandle::destroyForcibly);
            // an orphan that nobody buries counts as alive for good
            started.forEach(process -> process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join());
        }
    }

    /** Every process of this cluster that lives now. */
    List<ProcessHandle> processes() {
        note();
        return Stream.concat(started.stream(), Stream.of(provider.handle())).filter(ProcessHandle::isAlive).toList();
    }

    private void note() {
        if (server != null) {
            started.add(server.handle());
            server.handle().descendants().forEach(started::add);
        }
        databaseProcess().ifPresent(process -> {
            started.add(process);
            process.descendants().forEach(started::add);
        });
    }

    /** The cluster's own database. */
    DataSource database() throws IOException {
        String port = Files.readAllLines(folder.resolve("data/postgres/data/postmaster.pid")).get(PORT_LINE);
        return new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:%s/%s"
                .formatted(port.strip(), EmbeddedPostgres.DATABASE), EmbeddedPostgres.USER,
                EmbeddedPostgres.password(folder.resolve("data/postgres")));
    }

    /** A process of nobody's: it is no descendant of the server that started it. */
    private Optional<ProcessHandle> databaseProcess() {
        try {
            return PostgresProcess.of(folder.resolve("data/postgres/data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<ProcessHandle> children() {
        return server == null ? Stream.empty() : server.handle().children();
    }

    private Path providersFile() {
        return folder.resolve("providers.yaml");
    }

    private static void signal(ProcessHandle process, String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("process %d could not be sent %s".formatted(process.pid(), name));
        }
    }
}
