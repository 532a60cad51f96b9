package dev.cellmill.worker.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread looks after everything under way, so that no cell needs a timer of its own. */
final class Watch {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private final ConcurrentLinkedQueue<Watched> arriving = new ConcurrentLinkedQueue<>();
    /** Only the ticking thread touches it. */
    private final List<Watched> watched = new ArrayList<>();

    void add(Watched one) {
        arriving.add(one);
    }

    void tick(long now) {
        for (Watched one = arriving.poll(); one != null; one = arriving.poll()) {
            watched.add(one);
        }
        watched.removeIf(one -> !ticks(one, now));
    }

    private static boolean ticks(Watched one, long now) {
        try {
            return one.tick(now);
        } catch (RuntimeException e) {
            log.error("a cell could not be looked after; it is looked after again at the next tick", e);
            return true;
        }
    }
}
