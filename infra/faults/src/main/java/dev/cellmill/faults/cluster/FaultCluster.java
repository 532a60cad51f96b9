package dev.cellmill.faults.cluster;

import dev.cellmill.embedded.KafkaListener;
import dev.cellmill.faults.guard.Guard;
import dev.cellmill.faults.guard.GuardAgent;
import dev.cellmill.faults.plan.Service;
import dev.cellmill.faults.plan.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes of a rig, on loopback, with a proxy on every way of a service. Closing ends every process, in no order:
 * nothing is kept.
 */
public final class FaultCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultCluster.class);
    private static final Duration START = Duration.ofMinutes(5);
    private static final int BROKER_MEGABYTES = 3_000;
    private static final int DATABASE_MEGABYTES = 4_000;
    private static final int UPLOAD_MEGABYTES = 48;

    private final Path folder;
    private final Shape shape;
    private final Archives archives;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, Supervised> services = new LinkedHashMap<>();
    private final Map<Service, List<Integer>> ports = new HashMap<>();
    private final int brokerPort = Ports.next();
    private final Disk brokerDisk;
    private final Disk databaseDisk;
    private final Disk uploadDisk;
    private final Database database;
    private final Providers providers;
    private final Ways ways;
    private final Sink sink;
    private final FakeClocks clocks;
    private final Supervised broker;
    private final ServiceClient jobApi;
    private final ServiceClient status;
    private final ServiceClient workers;
    /** Ctrl-C ends every process, also while they start. */
    private final Thread stop = new Thread(this::close, "stop");
    private boolean closed;

    private FaultCluster(Path folder, Shape shape, Archives archives, @Nullable Guard without) throws IOException {
        this.folder = folder;
        this.archives = archives;
        this.shape = shape;
        brokerDisk = opened(Disk.mount(folder.resolve(Disk.BROKER), BROKER_MEGABYTES));
        databaseDisk = opened(Disk.mount(folder.resolve(Disk.DATABASE), DATABASE_MEGABYTES));
        uploadDisk = opened(Disk.mount(folder.resolve(Disk.UPLOADS), UPLOAD_MEGABYTES));
        database = opened(new Database(databaseDisk.folder().resolve("postgres")));
        providers = opened(new Providers(folder));
        ways = opened(new Ways(database, providers));
        sink = opened(new Sink());
        clocks = new FakeClocks(folder);
        var command = new ServiceCommand(folder, uploadDisk.folder(), providers.file(), archives,
                without == null ? List.of() : List.of(GuardAgent.argument(folder, without)));
        for (Service service : Service.values()) {
            for (int number = 1; number <= shape.of(service); number++) {
                add(service, number, command);
            }
        }
        broker = opened(Supervised.java("broker", BrokerMain.class.getName(), folder.resolve("broker.log"), "384m",
                List.of(), brokerArguments(), Map.of()));
        jobApi = opened(new ServiceClient(ports.get(Service.JOB_API)));
        status = opened(new ServiceClient(ports.get(Service.STATUS)));
        workers = opened(new ServiceClient(ports.get(Service.WORKER)));
    }

    /**
     * Returns when everything is up.
     *
     * @param folder made anew
     * @param archives a folder where quick starts are prepared, once; null for none
     * @param without the guard that is taken out, null for none
     */
    public static FaultCluster start(Path folder, Shape shape, @Nullable Path archives, @Nullable Guard without)
            throws IOException {
        Files.createDirectories(folder);
        // an agent changes the classes that an archive would have
        var cluster = new FaultCluster(folder.toAbsolutePath().normalize(), shape,
                new Archives(without == null ? archives : null), without);
        Runtime.getRuntime().addShutdownHook(cluster.stop);
        try {
            cluster.startAll();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startAll() throws IOException {
        providers.start();
        broker.start();
        database.start();
        providers.awaitUp();
        services.values().forEach(Supervised::start);
        awaitWell();
        List<Thread> ending = archives.missing()
                .map(service -> Thread.startVirtualThread(service(service, 1)::terminate)).toList();
        if (!ending.isEmpty()) {
            Until.holds(START, () -> ending.stream().noneMatch(Thread::isAlive));
            awaitWell();
        }
    }

    private void awaitWell() {
        if (!Until.holds(START, this::isWell)) {
            throw new IllegalStateException("after %d s not all is up: %s; see the logs in %s"
                    .formatted(START.toSeconds(), ailing(), folder));
        }
    }

    private void add(Service service, int number, ServiceCommand command) throws IOException {
        String name = service.process(number);
        int port = Ports.next();
        ports.computeIfAbsent(service, same -> new ArrayList<>()).add(port);
        var environment = new HashMap<>(ways.open(name, service == Service.WORKER));
        environment.putAll(clocks.environment(name));
        environment.put("CELLMILL_PORT", Integer.toString(port));
        services.put(name, opened(command.of(service, name, environment)));
    }

    private List<String> brokerArguments() {
        var arguments = new ArrayList<>(
                List.of(brokerDisk.folder().resolve("kafka").toString(), Integer.toString(brokerPort)));
        for (KafkaListener listener : ways.listeners()) {
            arguments.add("%s:%d:%d".formatted(listener.name(), listener.port(), listener.advertisedPort()));
        }
        return arguments;
    }

    /** Whether every process runs and says that it is healthy. */
    public boolean isWell() {
        return ailing().isEmpty();
    }

    /** What is not well. */
    public List<String> ailing() {
        var ailing = new ArrayList<String>();
        if (!broker.alive()) {
            ailing.add("broker");
        }
        if (!database.up()) {
            ailing.add("database");
        }
        if (!providers.main().up()) {
            ailing.add("provider");
        }
        note(ailing, "job-api", jobApi);
        note(ailing, "worker", workers);
        note(ailing, "status-service", status);
        return ailing;
    }

    private static void note(List<String> ailing, String name, ServiceClient replicas) {
        int missing = replicas.replicas() - replicas.healthy();
        if (missing > 0) {
            ailing.add(missing == 1 ? name : missing + " × " + name);
        }
    }

    public Shape shape() {
        return shape;
    }

    public Path folder() {
        return folder;
    }

    public Supervised service(Service service, int number) {
        return services.get(service.process(number));
    }

    public Stream<Supervised> workers() {
        return Stream.iterate(1, number -> number <= shape.workers(), number -> number + 1)
                .map(number -> service(Service.WORKER, number));
    }

    public Supervised broker() {
        return broker;
    }

    public Database database() {
        return database;
    }

    public Providers providers() {
        return providers;
    }

    public Ways ways() {
        return ways;
    }

    public Sink sink() {
        return sink;
    }

    public String sinkUrl() {
        return sink.url();
    }

    public Disk brokerDisk() {
        return brokerDisk;
    }

    public Disk databaseDisk() {
        return databaseDisk;
    }

    public Disk uploadDisk() {
        return uploadDisk;
    }

    /** Why clocks of processes cannot be put; null if they can. */
    public @Nullable String clockRefusal() {
        return clocks.refusal();
    }

    /** The wall clock of a service's process, beside the true one. */
    public void setClock(Service service, int number, Duration ahead) {
        clocks.set(service.process(number), ahead);
    }

    public ServiceClient jobApi() {
        return jobApi;
    }

    public ServiceClient status() {
        return status;
    }

    /** Each of the workers, as it tells of itself. */
    public ServiceClient toldByWorkers() {
        return workers;
    }

    /** By no proxy. */
    public String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** What was opened last goes first, so that file systems go last. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (Thread.currentThread() != stop) {
            // at the end of this process it would be too late for that
            removeHook();
        }
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not close", part, e);
            }
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            LOG.trace("it is about to run", e);
        }
    }
}
