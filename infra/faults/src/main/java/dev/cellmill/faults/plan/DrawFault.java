package dev.cellmill.faults.plan;

import java.time.Duration;
import java.util.Random;

/** From a kind to a fault, by chance. */
record DrawFault(Random random, Shape shape) {
    /** Groups miss a member after 10 s. */
    private static final int SESSION_SECONDS = 10;
    /** Senders of webhooks are missed after a minute. */
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(64);
    private static final int RARELY = 4;
    private static final Duration MINUTE = Duration.ofSeconds(60);

    Fault of(FaultKind kind) {
        return switch (kind) {
            case KILL_WORKER -> kill(kind, Service.WORKER);
            case KILL_JOB_API -> kill(kind, Service.JOB_API);
            case KILL_STATUS -> kill(kind, Service.STATUS);
            case STOP_WORKER -> new Fault.Stop(kind, number(Service.WORKER));
            case WORKERS_AWAY -> new Fault.WorkersAway(kind, MINUTE);
            case FREEZE_WORKER -> freeze(kind, Service.WORKER);
            case FREEZE_JOB_API -> freeze(kind, Service.JOB_API);
            case FREEZE_STATUS -> random.nextInt(RARELY) == 0
                    ? new Fault.Freeze(kind, Service.STATUS, number(Service.STATUS), LONGEST_LEASE)
                    : freeze(kind, Service.STATUS);
            case KILL_BROKER -> new Fault.Broker(kind, true, seconds(1, 4));
            case BROKER_STOPPED -> new Fault.Broker(kind, false, seconds(1, 4));
            case KILL_DATABASE -> new Fault.Database(kind, true, seconds(1, 5));
            case DATABASE_STOPPED -> new Fault.Database(kind, false, seconds(1, 5));
            case KILL_PROVIDER -> new Fault.KillProvider(kind, seconds(1, 5));
            case CUT_ONE_WAY -> cut(kind, random.nextBoolean());
            case CUT_BOTH_WAYS -> cut(kind);
            case SLOW_LINKS -> {
                Service service = service();
                yield new Fault.Slow(kind, service, number(service), millis(10, 120), millis(10, 80), seconds(6, 12));
            }
            case LOSSY_LINKS -> {
                Service service = service();
                yield new Fault.Lossy(kind, service, number(service), millis(5, 50), 0.002 + random.nextDouble() * 0.02,
                        seconds(6, 12));
            }
            case REBALANCE_STORM -> new Fault.RebalanceStorm(kind, random.nextInt(4, 8), millis(300, 1_500));
            case EVENTS_AGAIN -> new Fault.EventsAgain(kind, random.nextLong());
            case POISON_TASKS -> poisoned(kind, PoisonedTopic.TASKS);
            case POISON_EVENTS -> poisoned(kind, PoisonedTopic.EVENTS);
            case POISON_OUTPUT -> poisoned(kind, PoisonedTopic.OUTPUT);
            case POISON_CONTROL -> poisoned(kind, PoisonedTopic.CONTROL);
            case POISON_ACKS -> poisoned(kind, PoisonedTopic.ACKS);
            case DISK_FULL_BROKER -> new Fault.DiskFull(kind, Fault.DiskFull.Disk.BROKER, seconds(5, 9));
            case DISK_FULL_DATABASE -> new Fault.DiskFull(kind, Fault.DiskFull.Disk.DATABASE, seconds(5, 9));
            case DISK_FULL_UPLOADS -> new Fault.DiskFull(kind, Fault.DiskFull.Disk.UPLOADS, seconds(5, 9));
            case CLOCK_OF_SERVICE -> {
                Service service = service();
                yield new Fault.ClockOfService(kind, service, number(service), jump(), seconds(5, 9));
            }
            case CLOCK_OF_DATABASE -> new Fault.ClockOfDatabase(kind, jump(), seconds(5, 9));
            case PROVIDER_REFUSES -> new Fault.Outage(kind, Fault.Outage.How.REFUSED, seconds(4, 10));
            case PROVIDER_HANGS -> new Fault.Outage(kind, Fault.Outage.How.UNANSWERED, seconds(4, 10));
            case PROVIDER_503 -> new Fault.Outage(kind, Fault.Outage.How.UNAVAILABLE, seconds(4, 10));
            case PROVIDER_429 -> new Fault.TooMany(kind, seconds(4, 8));
            case SINK_DOWN -> new Fault.Sink(kind, Fault.Sink.How.REFUSED, MINUTE);
            case SINK_HANGS -> new Fault.Sink(kind, Fault.Sink.How.UNANSWERED, MINUTE);
            case SINK_GONE -> new Fault.Sink(kind, Fault.Sink.How.GONE, MINUTE);
        };
    }

    private Fault poisoned(FaultKind kind, PoisonedTopic topic) {
        return new Fault.Poisoned(kind, topic, random.nextLong());
    }

    private Fault kill(FaultKind kind, Service service) {
        return new Fault.Kill(kind, service, number(service));
    }

    private Fault freeze(FaultKind kind, Service service) {
        return new Fault.Freeze(kind, service, number(service), seconds(SESSION_SECONDS + 2, SESSION_SECONDS + 6));
    }

    private Fault cut(FaultKind kind, boolean toPeer) {
        return cut(kind, toPeer, !toPeer);
    }

    private Fault cut(FaultKind kind) {
        return cut(kind, true, true);
    }

    private Fault cut(FaultKind kind, boolean toPeer, boolean toService) {
        Service service = service();
        Peer[] peers = Peer.values();
        // only workers call providers
        Peer peer = peers[random.nextInt(service == Service.WORKER ? peers.length : peers.length - 1)];
        // a request that a caller gave up long ago is no call: what is held on the way to a provider does not arrive
        boolean breaks = peer == Peer.PROVIDERS || random.nextBoolean();
        return new Fault.Cut(kind, service, number(service), peer, toPeer, toService, breaks,
                random.nextInt(3) == 0 ? seconds(SESSION_SECONDS + 2, SESSION_SECONDS + 6) : seconds(2, 8));
    }

    private Service service() {
        return Service.values()[random.nextInt(Service.values().length)];
    }

    private int number(Service service) {
        return 1 + random.nextInt(shape.of(service));
    }

    private Duration jump() {
        Duration by = random.nextBoolean() ? seconds(2, 60) : seconds(600, 7_200);
        return random.nextBoolean() ? by : by.negated();
    }

    private Duration seconds(int from, int to) {
        return millis(from * 1_000, to * 1_000);
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to + 1));
    }
}
