package dev.cellmill.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own beside this process, on loopback, with its data in a folder. A commit is on disk when
 * it returns: {@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on, and checked at start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    public static final String USER = "cellmill";
    public static final String DATABASE = "cellmill";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 10_000_000;

    private final PostgresPrograms programs;
    private final Path data;
    private final Process server;
    private final int port;

    private EmbeddedPostgres(PostgresPrograms programs, Path data, Process server, int port) {
        this.programs = programs;
        this.data = data;
        this.server = server;
        this.port = port;
    }

    /** Returns when the server answers; on a free port. */
    public static EmbeddedPostgres start(Path folder) {
        return start(folder, FreePort.find());
    }

    /**
     * Returns when the server answers. A server that a killed process left running on the folder is stopped first.
     *
     * @param folder made if it is not there; else its databases are found again
     */
    public static EmbeddedPostgres start(Path folder, int port) {
        var programs = PostgresPrograms.find();
        Path data = folder.toAbsolutePath().normalize().resolve("data");
        Path output = data.resolveSibling("postgres.log");
        try {
            OrphanedPostgres.stop(programs, data);
            programs.initialise(data);
            var started = new EmbeddedPostgres(programs, data, programs.start(data, output, port), port);
            started.awaitReady(output);
            started.prepare();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started on " + data, e);
        }
    }

    public String url() {
        return url(DATABASE);
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    /** Ends sessions, writes a checkpoint and stops. */
    @Override
    public void close() {
        programs.stop(data);
        log.debug("PostgreSQL stopped");
    }

    private void awaitReady(Path output) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!answers()) {
            if (!server.isAlive() || System.nanoTime() - deadline > 0) {
                server.destroy();
                throw new IllegalStateException(
                        "PostgreSQL did not start on %s; its log is %s and ends: %s".formatted(data, output,
                                PostgresPrograms.tail(output)));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean answers() {
        var properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("loginTimeout", "5");
        try (var connection = DriverManager.getConnection(url("postgres"), properties)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private void prepare() {
        try {
            PostgresDatabases.checkDurable(url("postgres"));
            PostgresDatabases.createMissing(url("postgres"), DATABASE);
            PostgresDatabases.createStatistics(url());
        } catch (SQLException | RuntimeException e) {
            close();
            throw new IllegalStateException("PostgreSQL on %s is not usable".formatted(data), e);
        }
    }

    /** Whether a server's files lie there. */
    static boolean isInitialised(Path data) {
        return Files.exists(data.resolve("PG_VERSION"));
    }
}
