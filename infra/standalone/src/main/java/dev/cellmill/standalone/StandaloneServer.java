package dev.cellmill.standalone;

import dev.cellmill.embedded.FreePort;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Broker, database and services in one process, on one port and one folder. Closing stops them in that order backwards:
 * services, worker processes, broker, database.
 */
public final class StandaloneServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StandaloneServer.class);
    private static final Duration SERVICES_STOP = Duration.ofMillis(8_800);

    private final int port;
    private final DataFolder folder;
    private final EmbeddedServers servers;
    private final WorkerProcesses workers;
    private final ConfigurableApplicationContext services;

    private StandaloneServer(
            int port,
            DataFolder folder,
            EmbeddedServers servers,
            WorkerProcesses workers,
            ConfigurableApplicationContext services) {
        this.port = port;
        this.folder = folder;
        this.servers = servers;
        this.workers = workers;
        this.services = services;
    }

    /**
     * Returns when requests are answered.
     *
     * @throws StartRefused if the port is taken, the folder in use or not writable
     */
    public static StandaloneServer start(StandaloneSettings settings) {
        // quiet until the services' own configuration says what to log and how
        LoggingSystem.get(StandaloneServer.class.getClassLoader()).beforeInitialize();
        int port = settings.port() == 0 ? FreePort.find() : settings.port();
        if (!FreePort.isFree(port)) {
            throw new StartRefused(
                    "Port %d is taken by another process; stop that one, or choose another port with --port."
                            .formatted(port));
        }
        var folder = DataFolder.hold(settings.data());
        var servers = EmbeddedServers.start(folder);
        try {
            var services = services(settings, port, servers);
            var workers = WorkerProcesses.start(settings, servers);
            return new StandaloneServer(port, folder, servers, workers, services);
        } catch (RuntimeException e) {
            servers.close();
            folder.close();
            throw e;
        }
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** Within 10 s. What is unfinished then is taken up at the next start, as after a death. */
    @Override
    public void close() {
        try {
            workers.stop();
            stopServices();
            workers.awaitStopped();
        } finally {
            try {
                servers.close();
            } finally {
                folder.close();
            }
        }
    }

    private static ConfigurableApplicationContext services(
            StandaloneSettings settings, int port, EmbeddedServers servers) {
        Class<?> composition = settings.workers() == 0 ? WithWorkerInside.class : WithWorkersBeside.class;
        return new SpringApplicationBuilder(composition)
                .properties("spring.config.name=cellmill,job-api,cell-worker,status-service,standalone")
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                // everything up to the first bean needs no server, and runs while they start
                .initializers(context -> context.addBeanFactoryPostProcessor(beans -> servers.await()))
                .run(arguments(settings, port, servers));
    }

    private static String[] arguments(StandaloneSettings settings, int port, EmbeddedServers servers) {
        return List.of(
                "--server.port=" + port,
                "--spring.datasource.url=" + servers.databaseUrl(),
                "--spring.kafka.bootstrap-servers=" + servers.bootstrap(),
                "--cellmill.workers.expected=" + Math.max(1, settings.workers()))
                .toArray(String[]::new);
    }

    private void stopServices() {
        Thread stopping = Thread.ofPlatform().name("services stop").daemon().start(services::close);
        try {
            if (!stopping.join(SERVICES_STOP)) {
                log.warn("services did not stop within {}; what they had in hand is taken up at the next start",
                        SERVICES_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
