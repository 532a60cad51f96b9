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

    /** @param silent workers that have not answered */
    record Answers(List<ControlAck> come, int silent) {}

    /** The answers to one question, as they come. */
    final class Awaited implements AutoCloseable {
        private final JobId job;
        private final Set<String> workers;
        private final List<ControlAck> come = new ArrayList<>();

        private Awaited(JobId job, Set<String> workers) {
            this.job = job;
            this.workers = Set.copyOf(workers);
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
        synchronized Answers await(long since, Duration atMost) throws InterruptedException {
            long end = System.nanoTime() + atMost.toNanos();
            Answers answers = answers(since);
            for (long left = atMost.toMillis(); answers.silent() > 0 && left > 0;) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                answers = answers(since);
            }
            return answers;
        }

        private Answers answers(long since) {
            List<ControlAck> counting = come.stream().filter(ack -> ack.version() >= since).toList();
            var silent = new HashSet<>(workers);
            counting.forEach(ack -> silent.remove(ack.worker()));
            return new Answers(counting, silent.size());
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
