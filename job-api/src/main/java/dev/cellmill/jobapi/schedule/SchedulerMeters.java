package dev.cellmill.jobapi.schedule;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of the lanes that this replica schedules, of figures that its ticks read anyway. A lane that another
 * one schedules has no meters here, so that none tells what was. Thread-safe.
 */
final class SchedulerMeters {
    private final MeterRegistry registry;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    SchedulerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Of one tick.
     *
     * @param window cells that the lane may have in flight
     * @param inFlight cells that were sent and have not left it
     * @param backlog cells of processing jobs that are still to be sent
     * @param capacity calls that its live workers make at once
     */
    record Figures(long window, long inFlight, long backlog, long capacity) {
        private static final Figures NONE = new Figures(0, 0, 0, 0);
    }

    private static final class Lane {
        private volatile Figures figures = Figures.NONE;
        private final List<Meter> meters = new ArrayList<>();
        private final Counter sent;

        private Lane(Counter sent) {
            this.sent = sent;
        }
    }

    void note(String lane, Figures figures) {
        of(lane).figures = figures;
    }

    void sent(String lane, long cells) {
        of(lane).sent.increment(cells);
    }

    void forget(String lane) {
        Lane gone = lanes.remove(lane);
        if (gone != null) {
            gone.meters.forEach(registry::remove);
        }
    }

    private Lane of(String lane) {
        return lanes.computeIfAbsent(lane, this::made);
    }

    private Lane made(String lane) {
        // the counter stays: it goes on from where it was
        var made = new Lane(Counter.builder("cellmill.lane.sent").baseUnit("cells").tag("lane", lane)
                .description("Cells that the scheduler sent").register(registry));
        gauge(made, lane, "window", "Cells that the lane may have in flight", Figures::window);
        gauge(made, lane, "in.flight", "Cells that were sent and have not left the lane", Figures::inFlight);
        gauge(made, lane, "backlog", "Cells of processing jobs that are still to be sent", Figures::backlog);
        gauge(made, lane, "capacity", "Calls that the lane's live workers make at once", Figures::capacity);
        return made;
    }

    private void gauge(Lane made, String lane, String name, String description, ToDoubleFunction<Figures> figure) {
        made.meters.add(Gauge.builder("cellmill.lane." + name, made, one -> figure.applyAsDouble(one.figures))
                .baseUnit("cells").tag("lane", lane).description(description).register(registry));
    }
}
