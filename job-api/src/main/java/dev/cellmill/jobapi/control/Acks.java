package dev.cellmill.jobapi.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.ControlAck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Brings the workers' answers to those who wait for them. Answers that nobody awaits are dropped. Thread-safe. */
final class Acks {
    private final Map<JobId, List<Awaited>> awaited = new ConcurrentHashMap<>();

    /** Begins to collect, before the question is asked. The caller closes it. */
    Awaited expect(JobId job, Set<String> workers) {
        var one = new Awaited(job, workers);
        awaited.compute(job, (same, others) -> {
            List<Awaited> all = others == null ? new ArrayList<>() : new ArrayList<>(others);
            all.add(one);
            return all;
        });
        return one;
    }

    void accept(ControlAck ack) {
        awaited.getOrDefault(ack.job(), List.of()).forEach(one -> one.accept(ack));
    }

    /** The answers to one question. */
    final class Awaited implements AutoCloseable {
        private final JobId job;
        private final Set<String> missing;
        private final List<ControlAck> come = new ArrayList<>();
        private long version = Long.MAX_VALUE;

        private Awaited(JobId job, Set<String> workers) {
            this.job = job;
            this.missing = new HashSet<>(workers);
        }

        private synchronized void accept(ControlAck ack) {
            come.add(ack);
            notifyAll();
        }

        /**
         * Waits until all workers have answered, or so long.
         *
         * @param since the version from which on answers count
         */
        synchronized List<ControlAck> await(long since, Duration atMost) throws InterruptedException {
            version = since;
            long end = System.nanoTime() + atMost.toNanos();
            while (!missing().isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
            return come.stream().filter(ack -> ack.version() >= version).toList();
        }

        /** Workers that have not answered. */
        synchronized Set<String> missing() {
            var silent = new HashSet<>(missing);
            come.stream().filter(ack -> ack.version() >= version).forEach(ack -> silent.remove(ack.worker()));
            return silent;
        }

        @Override
        public void close() {
            awaited.computeIfPresent(job, (same, all) -> {
                List<Awaited> others = all.stream().filter(one -> one != this).toList();
                return others.isEmpty() ? null : others;
            });
        }
    }
}
