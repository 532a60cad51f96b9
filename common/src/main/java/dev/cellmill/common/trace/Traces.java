package dev.cellmill.common.trace;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces by Micrometer's observations, in a registry of its own: what is followed is a sample and would be wrong as a
 * meter. Thread-safe.
 */
public final class Traces {
    /** Of one send or batch; so a job of a million cells is a trace of some thousand spans. */
    public static final int CELLS_FOLLOWED = 10;
    /** Follows nothing. */
    public static final Traces OFF = new Traces(ObservationRegistry.NOOP, Tracer.NOOP, Propagator.NOOP);

    private final ObservationRegistry observations;
    private final Tracer tracer;
    private final Propagator propagator;

    private Traces(ObservationRegistry observations, Tracer tracer, Propagator propagator) {
        this.observations = observations;
        this.tracer = tracer;
        this.propagator = propagator;
    }

    static Traces of(Tracer tracer, Propagator propagator) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new LinkingHandler(tracer, propagator));
        return new Traces(observations, tracer, propagator);
    }

    /** Whether anything may be followed: looked at before anything is read for it. */
    public boolean areOn() {
        return !observations.isNoop();
    }

    /** The trace that this thread works in, to be gone on with; null if it is in none, or in one that nobody records. */
    public @Nullable String current() {
        Span span = areOn() ? tracer.currentSpan() : null;
        return span == null || !Boolean.TRUE.equals(span.context().sampled()) ? null : traceparent(span.context());
    }

    /**
     * Begins a piece of work that goes on with a trace.
     *
     * @param traceparent null for work that nobody follows
     * @return null if it is not followed
     */
    public @Nullable Followed follow(String name, @Nullable String traceparent, String... tags) {
        return traceparent == null ? null : follow(name, List.of(traceparent), tags);
    }

    /** The same with many at once. @param traceparents the first becomes its parent; none for work that nobody follows */
    public @Nullable Followed follow(String name, List<String> traceparents, String... tags) {
        if (!areOn() || traceparents.isEmpty()) {
            return null;
        }
        var context = new Followed.Context(traceparents);
        Observation observation = Observation.createNotStarted(name, () -> context, observations);
        for (int tag = 0; tag < tags.length; tag += 2) {
            observation.lowCardinalityKeyValue(tags[tag], tags[tag + 1]);
        }
        observation.start();
        TracingObservationHandler.TracingContext of = context.get(TracingObservationHandler.TracingContext.class);
        if (of == null || of.getSpan() == null) {
            return null;
        }
        return new Followed(observation, traceparent(of.getSpan().context()));
    }

    private String traceparent(TraceContext context) {
        var carrier = new HashMap<String, String>();
        propagator.inject(context, carrier, (headers, key, value) -> headers.put(key, value));
        return carrier.getOrDefault(TraceHeader.NAME, "");
    }
}
