package dev.cellmill.faults.plan;

import java.time.Duration;

/** One fault, with all that is drawn about it. Numbers of processes count from 1. */
public sealed interface Fault {

    FaultKind kind();

    /** By how much it makes what passes on a way late, and so uneven. */
    default Duration unevenness() {
        return Duration.ZERO;
    }

    /** SIGKILL; started again a second later, as a supervisor would. */
    record Kill(FaultKind kind, Service service, int number) implements Fault {}

    /** SIGTERM, and started again. */
    record Stop(FaultKind kind, int worker) implements Fault {}

    /** All workers killed and kept away. */
    record WorkersAway(FaultKind kind, Duration lasting) implements Fault {}

    /** SIGSTOP, and SIGCONT after longer than anybody waits. */
    record Freeze(FaultKind kind, Service service, int number, Duration lasting) implements Fault {}

    /** @param killed by SIGKILL, else by SIGTERM */
    record Broker(FaultKind kind, boolean killed, Duration away) implements Fault {}

    /** @param killed the postmaster by SIGKILL, else stopped {@code immediate} */
    record Database(FaultKind kind, boolean killed, Duration away) implements Fault {}

    /** SIGKILL to the simulated provider. Its ledger is read first, with its ways closed. */
    record KillProvider(FaultKind kind, Duration away) implements Fault {}

    /**
     * No bytes pass, one way or both.
     *
     * @param toPeer whether those from the service to the peer are held
     * @param toService whether those from the peer to the service are
     * @param breaks whether connections break when it heals; else what was held arrives late
     */
    record Cut(FaultKind kind, Service service, int number, Peer peer, boolean toPeer, boolean toService,
            boolean breaks, Duration lasting) implements Fault {}

    /** Bytes pass late. */
    record Slow(FaultKind kind, Service service, int number, Duration delay, Duration jitter, Duration lasting)
            implements
                Fault {
        @Override
        public Duration unevenness() {
            return delay.plus(jitter);
        }
    }

    /** Bytes pass late, and connections are reset. @param resets the part of all pieces that breaks its connection */
    record Lossy(FaultKind kind, Service service, int number, Duration jitter, double resets, Duration lasting)
            implements
                Fault {
        @Override
        public Duration unevenness() {
            return jitter;
        }
    }

    /** Members that do nothing join the groups of the workers and leave again. */
    record RebalanceStorm(FaultKind kind, int times, Duration between) implements Fault {}

    /** Every event that there ever was is sent again, in another order. */
    record EventsAgain(FaultKind kind, long order) implements Fault {}

    /** Records that nobody can use, of each sort. */
    record Poisoned(FaultKind kind, PoisonedTopic topic, long order) implements Fault {}

    /** A file system without a byte of room. */
    record DiskFull(FaultKind kind, Disk disk, Duration lasting) implements Fault {
        /** Whose. */
        public enum Disk {
            BROKER, DATABASE, UPLOADS
        }
    }

    /** The wall clock of a process is put forward or back, and right again. */
    record ClockOfService(FaultKind kind, Service service, int number, Duration by, Duration lasting)
            implements
                Fault {}

    /** What the database tells the time by for limits is put forward or back, and right again. */
    record ClockOfDatabase(FaultKind kind, Duration by, Duration lasting) implements Fault {}

    /** What most cells ask is away. */
    record Outage(FaultKind kind, How how, Duration lasting) implements Fault {
        /** What calls meet. */
        public enum How {
            REFUSED, UNANSWERED, UNAVAILABLE
        }
    }

    /** A provider answers 429. */
    record TooMany(FaultKind kind, Duration lasting) implements Fault {}

    /** The webhook sink is bad, until somebody found out; or answers 410 from then on. */
    record Sink(FaultKind kind, How how, Duration atMost) implements Fault {
        /** What messages meet. */
        public enum How {
            REFUSED, UNANSWERED, GONE
        }
    }
}
