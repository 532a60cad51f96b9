package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Gives each lane that a processing job uses its {@link LaneScheduler}, and takes it away when none has used it for a
 * while. The lanes belong to the one thread that runs {@link #supervise}.
 */
final class LaneSchedulers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSchedulers.class);
    private static final Duration POLL_BUSY = Duration.ofMillis(500);
    private static final Duration POLL_IDLE = Duration.ofSeconds(2);
    /** Longer than between two jobs of someone who tries things out. */
    private static final Duration KEPT_IDLE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final String PROCESSING = """
            SELECT id FROM jobs.job AS job
            WHERE state = 'processing' OR state IN ('failed', 'cancelled') AND (
                EXISTS (SELECT FROM jobs.dispatch WHERE job_id = job.id AND claimed_from IS NOT NULL)
                OR EXISTS (SELECT FROM jobs.ready WHERE job_id = job.id AND claimed))
            """;

    private final JdbcClient sql;
    private final SchedulerParts parts;
    private final Wake wake = new Wake();
    private final JobFactsReader facts = new JobFactsReader();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Long> usedAt = new HashMap<>();
    private final WakeListener listener;
    private final List<Thread> threads = new ArrayList<>();
    private final StopSignal stop = new StopSignal();
    private volatile boolean running;

    private record Lane(LaneScheduler scheduler, Thread thread) {}

    LaneSchedulers(JdbcClient sql, SchedulerParts parts) {
        this.sql = sql;
        this.parts = parts;
        this.listener = new WakeListener(parts.connections(), this::call);
    }

    private void call() {
        lanes.values().forEach(lane -> lane.scheduler().call());
        wake.call();
    }

    @Override
    public void start() {
        running = true;
        threads.add(Thread.ofPlatform().name("schedule").daemon().start(this::supervise));
        threads.add(Thread.ofPlatform().name("schedule-listen").daemon().start(listener));
    }

    private void supervise() {
        try {
            while (!stop.isGiven()) {
                wake.await(tryAssign() ? POLL_BUSY : POLL_IDLE);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted while waiting, which ends it");
        }
    }

    private boolean tryAssign() {
        try {
            return assign();
        } catch (RuntimeException e) {
            LOG.warn("the jobs cannot be read now; lanes that run go on, and reading is tried again within {} s: {}",
                    POLL_IDLE.toSeconds(), e.toString());
            return true;
        }
    }

    /** Whether any job is processing. */
    private boolean assign() {
        List<JobId> jobs = sql.sql(PROCESSING).query((row, number) -> new JobId(row.getObject("id", UUID.class)))
                .list();
        Set<String> used = new HashSet<>();
        facts.of(sql, jobs).values().forEach(job -> used.addAll(job.lanes()));
        long now = parts.nanoTime().getAsLong();
        used.forEach(lane -> {
            usedAt.put(lane, now);
            lanes.computeIfAbsent(lane, this::begin);
        });
        usedAt.entrySet().removeIf(lane -> {
            boolean idle = now - lane.getValue() >= KEPT_IDLE.toNanos();
            if (idle) {
                lanes.remove(lane.getKey()).scheduler().stop();
            }
            return idle;
        });
        return !jobs.isEmpty();
    }

    private Lane begin(String lane) {
        var scheduler = new LaneScheduler(lane, parts);
        return new Lane(scheduler, Thread.ofPlatform().name("schedule-" + lane).daemon().start(scheduler));
    }

    /** Lanes end their send within two seconds or leave it: it is sent again after the next start. */
    @Override
    public void stop() {
        running = false;
        stop.give();
        wake.call();
        listener.stop();
        try {
            join(threads, GRACE);
            lanes.values().forEach(lane -> lane.scheduler().stop());
            List<Thread> ending = lanes.values().stream().map(Lane::thread).toList();
            join(ending, GRACE);
            ending.forEach(Thread::interrupt);
            join(ending, GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return ShutdownPhase.SCHEDULER;
    }
}
