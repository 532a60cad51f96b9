package dev.cellmill.faults.cluster;

import dev.cellmill.embedded.EmbeddedPostgres;
import dev.cellmill.embedded.PostgresProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The PostgreSQL of the rig, fsync on; started again whenever it is away unasked. Thread-safe. */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(20);

    private final Path folder;
    private final int port = Ports.next();
    private final Thread supervisor = Thread.ofPlatform().name("database supervisor").daemon().unstarted(this::watch);
    private volatile boolean wanted;
    private volatile boolean closed;

    Database(Path folder) {
        this.folder = folder;
    }

    void start() {
        wanted = true;
        launch();
        supervisor.start();
    }

    int port() {
        return port;
    }

    String password() {
        return EmbeddedPostgres.password(folder);
    }

    /** By no proxy. */
    DataSource dataSource() {
        return new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=5&socketTimeout=30".formatted(port,
                        EmbeddedPostgres.DATABASE),
                EmbeddedPostgres.USER, password());
    }

    /** By no proxy. */
    public JdbcClient sql() {
        return JdbcClient.create(dataSource());
    }

    /** Until {@link #back}. @param signal {@code QUIT} stops it immediately, {@code KILL} does not even tell it */
    public void away(String signal) {
        wanted = false;
        process().ifPresent(postmaster -> {
            Signals.send(postmaster, signal);
            Until.holds(END, () -> !postmaster.isAlive());
        });
    }

    public void back() {
        wanted = true;
    }

    public boolean up() {
        return wanted && process().isPresent() && answers();
    }

    private boolean answers() {
        try {
            return sql().sql("SELECT 1").query(Integer.class).single() == 1;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Optional<ProcessHandle> process() {
        try {
            return PostgresProcess.of(folder.toAbsolutePath().normalize().resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch() {
        while (!closed) {
            Until.passed(BETWEEN_LOOKS);
            if (wanted && !closed && process().isEmpty()) {
                try {
                    launch();
                } catch (RuntimeException e) {
                    LOG.debug("PostgreSQL does not start yet; it is tried again", e);
                }
            }
        }
    }

    /** Not while it is being closed. */
    private synchronized void launch() {
        if (!closed) {
            EmbeddedPostgres.start(folder, port);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        wanted = false;
        process().ifPresent(postmaster -> {
            Signals.send(postmaster, "QUIT");
            if (!Until.holds(END, () -> !postmaster.isAlive())) {
                postmaster.destroyForcibly();
            }
        });
    }
}
