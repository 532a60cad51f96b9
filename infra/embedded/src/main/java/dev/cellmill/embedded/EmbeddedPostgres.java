package dev.cellmill.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own beside this process, on loopback, with its data in a folder. A commit is on disk when
 * it returns: {@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on, and checked at start. Nobody
 * comes in without the folder's password.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    public static final String USER = "cellmill";
    public static final String DATABASE = "cellmill";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final PostgresPrograms programs;
    private final Path data;
    private final int port;
    private final String password;

    private EmbeddedPostgres(PostgresPrograms programs, Path data, int port, String password) {
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.password = password;
    }

    /** Of {@link #USER} of the server on that folder, also before it is started. Makes it if there is none. */
    public static String password(Path folder) {
        try {
            return PostgresPassword.of(folder.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UncheckedIOException("the password of PostgreSQL cannot be read or made in " + folder, e);
        }
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
        return start(folder, port, PostgresUser.find());
    }

    static EmbeddedPostgres start(Path folder, int port, PostgresUser user) {
        var programs = new PostgresPrograms(user);
        Path data = folder.toAbsolutePath().normalize().resolve("data");
        Path output = data.resolveSibling("postgres.log");
        String password = password(folder);
        try {
            OwnFolder.make(data.getParent());
            OrphanedPostgres.stop(programs, data);
            programs.initialise(data);
            programs.setPassword(data, password);
            programs.start(data, output, port);
            var started = new EmbeddedPostgres(programs, data, port, password);
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

    /** Of {@link #USER}. */
    public String password() {
        return password;
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

    private void prepare() {
        try {
            PostgresDatabases.checkDurable(url("postgres"), password);
            PostgresDatabases.createMissing(url("postgres"), password, DATABASE);
            PostgresDatabases.createStatistics(url(), password);
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
