package dev.cellmill.standalone;

import dev.cellmill.embedded.FreePort;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Broker, database and services in one process, on one port and one folder. At its close or the end of the process it
 * stops in the reverse order of its start: services and worker processes, broker, database.
 */
public final class StandaloneServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StandaloneServer.class);
    /** Calls in flight have 8 s of it; broker and database need the rest of the promised 10 s. */
    private static final Duration SERVICES_STOP = Duration.ofMillis(8_800);

    private final int port;
    private final ConfigurableApplicationContext services;
    private final StopSequence stop;

    private StandaloneServer(int port, ConfigurableApplicationContext services, StopSequence stop) {
        this.port = port;
        this.services = services;
        this.stop = stop;
    }

    /**
     * Returns when requests are answered.
     *
     * @param more configuration classes beside the services' own
     * @throws StartRefused if the port is taken, the folder in use or not writable
     */
    public static StandaloneServer start(StandaloneSettings settings, Class<?>... more) {
        // quiet until the services' own configuration says what to log and how
        LoggingSystem.get(StandaloneServer.class.getClassLoader()).beforeInitialize();
        int port = freePort(settings.port(), "--port");
        int kafkaPort = freePort(settings.kafkaPort(), "--kafka-port");
        var stop = StopSequence.atExit();
        try {
            var folder = DataFolder.hold(settings.data());
            stop.add("the lock of the data folder", folder::close);
            var servers = EmbeddedServers.start(folder, kafkaPort);
            stop.add("broker or database", servers::close);
            var services = ComposedServices.start(settings, port, servers, folder.secretsKey(), more);
            var workers = WorkerProcesses.start(settings, servers);
            stop.add("services", () -> stop(services, workers));
            return new StandaloneServer(port, services, stop);
        } catch (RuntimeException e) {
            stop.run();
            throw e;
        }
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** Where the broker is, as Kafka's clients are told it. */
    public String bootstrap() {
        return services.getEnvironment().getRequiredProperty("spring.kafka.bootstrap-servers");
    }

    /** Connections of the one who owns the database, beside the services' pool; each is opened anew. */
    public DataSource dataSource() {
        var owner = services.getBean(JdbcConnectionDetails.class);
        return new DriverManagerDataSource(owner.getJdbcUrl(), Objects.requireNonNullElse(owner.getUsername(), ""),
                Objects.requireNonNullElse(owner.getPassword(), ""));
    }

    /** Run first when it stops, while everything still answers. */
    public void beforeItStops(Runnable work) {
        stop.add("what comes before the stop", work);
    }

    /** Within 10 s. What is unfinished then is taken up at the next start, as after a death. */
    @Override
    public void close() {
        stop.run();
    }

    private static int freePort(int wanted, String option) {
        if (wanted == 0) {
            return FreePort.find();
        }
        if (!FreePort.isFree(wanted)) {
            throw new StartRefused(
                    "Port %d is taken by another process; stop that one, or choose another port with %s."
                            .formatted(wanted, option));
        }
        return wanted;
    }

    private static void stop(ConfigurableApplicationContext services, WorkerProcesses workers) {
        workers.stop();
        Thread stopping = Thread.ofPlatform().name("services stop").daemon().start(services::close);
        try {
            if (!stopping.join(SERVICES_STOP)) {
                log.warn("services did not stop within {}; what they had in hand is taken up at the next start",
                        SERVICES_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.awaitStopped();
    }
}
