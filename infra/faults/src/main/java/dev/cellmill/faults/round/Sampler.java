package dev.cellmill.faults.round;

import dev.cellmill.faults.cluster.SeenCall;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.oracle.Facts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again while a round runs: at the cells that have ended, and at how late the machine runs the rig. */
final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final Duration BETWEEN_CELLS = Duration.ofMillis(1_500);
    private static final Duration TICK = Duration.ofMillis(20);
    /** Less is the rule on a busy machine, and within the burst. */
    private static final long LATE_MICROS = 50_000;

    private final Cells cells;
    private final Supplier<Collection<String>> jobs;
    private final Set<Facts.Sighting> sightings = new LinkedHashSet<>();
    private final List<Facts.Lag> lags = new ArrayList<>();
    private final Thread looking;
    private final Thread ticking;

    Sampler(Cells cells, Supplier<Collection<String>> jobs) {
        this.cells = cells;
        this.jobs = jobs;
        looking = Thread.ofVirtual().name("sampler").start(this::look);
        ticking = Thread.ofPlatform().name("ticker").daemon().start(this::tick);
    }

    /** Each once. */
    synchronized List<Facts.Sighting> sightings() {
        return List.copyOf(sightings);
    }

    synchronized List<Facts.Lag> lags() {
        return List.copyOf(lags);
    }

    private void look() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                List<Facts.Sighting> seen = cells.ended(jobs.get());
                synchronized (this) {
                    sightings.addAll(seen);
                }
            } catch (RuntimeException e) {
                LOG.trace("the database is away; the next look is soon", e);
            }
            Until.passed(BETWEEN_CELLS);
        }
    }

    private void tick() {
        while (!Thread.currentThread().isInterrupted()) {
            long from = System.nanoTime();
            Until.passed(TICK);
            long late = (System.nanoTime() - from - TICK.toNanos()) / 1_000;
            if (late >= LATE_MICROS) {
                synchronized (this) {
                    lags.add(new Facts.Lag(SeenCall.now(), late));
                }
            }
        }
    }

    @Override
    public void close() {
        looking.interrupt();
        ticking.interrupt();
    }
}
