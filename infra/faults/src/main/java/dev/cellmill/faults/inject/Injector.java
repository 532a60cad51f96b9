package dev.cellmill.faults.inject;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.faults.cluster.Condition;
import dev.cellmill.faults.cluster.Disk;
import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.Link;
import dev.cellmill.faults.cluster.SeenCall;
import dev.cellmill.faults.cluster.Sink;
import dev.cellmill.faults.cluster.Supervised;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.plan.Fault;
import dev.cellmill.faults.plan.FaultKind;
import dev.cellmill.faults.plan.Peer;
import dev.cellmill.faults.plan.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the faults of one round, each on the thread that calls, and heals them. Thread-safe. */
public final class Injector {
    private static final Logger LOG = LoggerFactory.getLogger(Injector.class);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int UPLOADS = 4;
    private static final String CLOCK = """
            CREATE OR REPLACE FUNCTION worker.budget_clock() RETURNS timestamptz LANGUAGE sql VOLATILE
            AS 'SELECT clock_timestamp() + interval ''%d seconds'''""";

    private final FaultCluster cluster;
    private final Broker broker;
    private final Supplier<Optional<Target>> target;
    private final List<Disturbed> disturbed = new CopyOnWriteArrayList<>();
    private final WhileUnstored unstored = new WhileUnstored();
    private final List<Long> moved = new CopyOnWriteArrayList<>();
    private final List<Upload> uploads = new CopyOnWriteArrayList<>();

    /** @param target asked for when poison is made */
    public Injector(FaultCluster cluster, Broker broker, Supplier<Optional<Target>> target) {
        this.cluster = cluster;
        this.broker = broker;
        this.target = target;
    }

    /** What may have cut workers off so far. */
    public List<Disturbed> disturbed() {
        return List.copyOf(disturbed);
    }

    /** When partitions moved so far, with no worker cut off; monotonic, in microseconds. */
    public List<Long> moved() {
        return List.copyOf(moved);
    }

    /** Sheets that came together with their job while there was no room for them. */
    public List<Upload> uploads() {
        return List.copyOf(uploads);
    }

    /** Returns when it is healed. @return why it could not be done; empty if it was */
    public Optional<String> inject(Fault fault) {
        LOG.info("{}", fault);
        return keepsFromStoring(fault) ? unstored.during(() -> run(fault)) : run(fault);
    }

    private static boolean keepsFromStoring(Fault fault) {
        return fault instanceof Fault.Database
                || fault instanceof Fault.DiskFull full && full.disk() == Fault.DiskFull.Disk.DATABASE
                || fault instanceof Fault.Cut cut && cut.peer() == Peer.DATABASE && cut.service() == Service.WORKER;
    }

    private Optional<String> run(Fault fault) {
        switch (fault) {
            case Fault.Kill(var kind, var service, int number) -> {
                disturbs(kind, service);
                cluster.service(service, number).kill();
            }
            case Fault.Stop(var kind, int number) -> {
                disturbs(kind, Service.WORKER);
                cluster.service(Service.WORKER, number).terminate();
                // what it was given eight seconds for, and has not done
                disturbs(kind, Service.WORKER);
            }
            case Fault.WorkersAway(var kind, Duration lasting) -> {
                disturbs(kind, Service.WORKER);
                cluster.workers().forEach(Supervised::keepAway);
                cluster.workers().forEach(Supervised::kill);
                Until.passed(lasting);
                cluster.workers().forEach(Supervised::start);
            }
            case Fault.Freeze(var kind, var service, int number, Duration lasting) -> {
                disturbs(kind, service);
                cluster.service(service, number).freeze();
                Until.passed(lasting);
                cluster.service(service, number).thaw();
            }
            case Fault.Broker(var kind, boolean killed, Duration away) -> {
                disturbs(kind, Service.WORKER);
                cluster.broker().keepAway();
                if (killed) {
                    cluster.broker().kill();
                } else {
                    cluster.broker().terminate();
                }
                Until.passed(away);
                cluster.broker().start();
            }
            case Fault.Database(_, boolean killed, Duration away) -> {
                cluster.database().away(killed ? "KILL" : "QUIT");
                Until.passed(away);
                cluster.database().back();
            }
            case Fault.KillProvider(var kind, Duration away) -> killProvider(kind, away);
            case Fault.Cut cut -> cut(cut);
            case Fault.Slow(_, var service, int number, Duration delay, Duration jitter, Duration lasting) -> during(
                    links(service, number),
                    new Condition(true, true, true, delay.toMillis(), jitter.toMillis(), 0), lasting, false);
            case Fault.Lossy(var kind, var service, int number, Duration jitter, double resets, Duration lasting) -> {
                Thread noted = eachSecond(kind, service);
                during(links(service, number), new Condition(true, true, true, 0, jitter.toMillis(), resets), lasting,
                        false);
                noted.interrupt();
            }
            case Fault.RebalanceStorm(_, int times, Duration between) -> {
                for (int time = 0; time < times; time++) {
                    joinAndLeave(between);
                }
            }
            case Fault.EventsAgain(_, long order) -> sendEventsAgain(order);
            case Fault.Poisoned(_, var topic, long order) -> {
                Target of = target.get().orElse(null);
                if (of == null) {
                    return Optional.of("no job ran that poison could be made for");
                }
                int refused = broker.send(
                        new PoisonRecords(new Random(order), of.job(), of.sheet(), of.run(), of.rows())
                                .of(topic));
                LOG.info("the broker refused {} poison records", refused);
            }
            case Fault.DiskFull full -> {
                return diskFull(full);
            }
            case Fault.ClockOfService(_, var service, int number, Duration by, Duration lasting) -> {
                if (cluster.clockRefusal() != null) {
                    return Optional.of(cluster.clockRefusal());
                }
                // its consumers may think that they were away, and give their partitions up
                moved.add(SeenCall.now());
                cluster.setClock(service, number, by);
                Until.passed(lasting);
                cluster.setClock(service, number, Duration.ZERO);
                moved.add(SeenCall.now());
            }
            case Fault.ClockOfDatabase(_, Duration by, Duration lasting) -> {
                setBudgetClock(by);
                Until.passed(lasting);
                setBudgetClock(Duration.ZERO);
            }
            case Fault.Outage outage -> outage(outage);
            case Fault.TooMany(var kind, Duration lasting) -> {
                disturbs(kind, Service.WORKER);
                cluster.ways().tooMany(true);
                Until.passed(lasting);
                cluster.ways().tooMany(false);
            }
            case Fault.Sink sink -> new SinkFault(cluster.sink(), cluster.database()).inject(sink);
        }
        return Optional.empty();
    }

    /** In several lanes at a time. */
    private void joinAndLeave(Duration stay) {
        moved.add(SeenCall.now());
        List<Thread> members = Stream.of("shared", "limited", "priced", "cached")
                .map(lane -> Thread.ofVirtual().name("member of " + lane)
                        .start(() -> broker.joinAndLeave(Topics.workers(lane), Topics.tasks(lane), stay)))
                .toList();
        for (Thread member : members) {
            try {
                member.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        moved.add(SeenCall.now());
    }

    /** Every event that stands on the topic, in this order. */
    public void sendEventsAgain(long order) {
        LOG.info("{} events were sent again", broker.sendAgain(Topics.EVENTS, new Random(order)));
    }

    /** Whatever was left is good again; what ought to run runs. */
    public void healAll() {
        for (Service service : Service.values()) {
            for (int number = 1; number <= cluster.shape().of(service); number++) {
                cluster.service(service, number).thaw();
                cluster.service(service, number).start();
                links(service, number).forEach(link -> link.set(Condition.GOOD));
                if (cluster.clockRefusal() == null) {
                    cluster.setClock(service, number, Duration.ZERO);
                }
            }
        }
        Stream.of(cluster.brokerDisk(), cluster.databaseDisk(), cluster.uploadDisk()).forEach(Disk::free);
        cluster.broker().start();
        cluster.database().back();
        cluster.sink().set(Sink.Mode.GOOD);
    }

    private void killProvider(FaultKind kind, Duration away) {
        disturbs(kind, Service.WORKER);
        List<Link> ways = cluster.ways().toMain();
        ways.forEach(way -> way.set(Condition.REFUSING));
        try {
            cluster.providers().main().kill(away);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger could not be read", e);
        } finally {
            ways.forEach(way -> way.set(Condition.GOOD));
        }
    }

    private void cut(Fault.Cut cut) {
        if (cut.peer() != Peer.DATABASE) {
            disturbs(cut.kind(), cut.service());
        }
        during(cluster.ways().of(cut.service().process(cut.number()), cut.peer()),
                condition(cut), cut.lasting(), cut.breaks());
    }

    static Condition condition(Fault.Cut cut) {
        return new Condition(!cut.toPeer(), !cut.toService(), true, 0, 0, 0);
    }

    private static void during(List<Link> links, Condition condition, Duration lasting, boolean breaks) {
        links.forEach(link -> link.set(condition));
        Until.passed(lasting);
        if (breaks) {
            links.forEach(Link::breakAll);
        }
        links.forEach(link -> link.set(Condition.GOOD));
    }

    private List<Link> links(Service service, int number) {
        String process = service.process(number);
        return Stream.of(Peer.values()).flatMap(peer -> cluster.ways().of(process, peer).stream()).toList();
    }

    private Optional<String> diskFull(Fault.DiskFull full) {
        Disk disk = switch (full.disk()) {
            case BROKER -> cluster.brokerDisk();
            case DATABASE -> cluster.databaseDisk();
            case UPLOADS -> cluster.uploadDisk();
        };
        if (disk.refusal() != null) {
            return Optional.of("no file system of its own could be mounted (%s)".formatted(disk.refusal()));
        }
        // the broker dies of it, when it writes next
        Thread noted = eachSecond(full.kind(),
                full.disk() == Fault.DiskFull.Disk.BROKER ? Service.WORKER : Service.STATUS);
        disk.fill();
        if (full.disk() == Fault.DiskFull.Disk.UPLOADS) {
            for (int time = 0; time < UPLOADS; time++) {
                uploads.add(Upload.send(cluster.jobApi(), cluster.folder()));
            }
        }
        Until.passed(full.lasting());
        disk.free();
        noted.interrupt();
        return Optional.empty();
    }

    private void setBudgetClock(Duration ahead) {
        try {
            cluster.database().sql().sql(CLOCK.formatted(ahead.toSeconds())).update();
        } catch (RuntimeException e) {
            LOG.info("the database is away, and its clock goes on as it did: {}", e.getMessage());
        }
    }

    private void outage(Fault.Outage outage) {
        disturbs(outage.kind(), Service.WORKER);
        List<Link> ways = cluster.ways().toMain();
        switch (outage.how()) {
            case REFUSED -> during(ways, Condition.REFUSING, outage.lasting(), true);
            case UNANSWERED -> during(ways, Condition.HANGING, outage.lasting(), true);
            case UNAVAILABLE -> {
                cluster.ways().unavailable(true);
                Until.passed(outage.lasting());
                cluster.ways().unavailable(false);
            }
        }
    }

    /** A worker may repeat what it, or another, had in flight now. */
    private void disturbs(FaultKind kind, Service service) {
        if (service == Service.WORKER) {
            long now = SeenCall.now();
            disturbed.add(new Disturbed(kind.wireName(), now, unstored.since(now)));
        }
    }

    /** Until it is interrupted. */
    private Thread eachSecond(FaultKind kind, Service service) {
        return Thread.startVirtualThread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                disturbs(kind, service);
                Until.passed(SECOND);
            }
        });
    }
}
