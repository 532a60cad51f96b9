package dev.cellmill.common.trace;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

/** Makes a span of each piece of work, linked to all that it goes on with. */
final class LinkingHandler extends PropagatingReceiverTracingObservationHandler<Followed.Context> {
    private static final int PARTS = 4;

    private final Tracer tracer;

    LinkingHandler(Tracer tracer, Propagator propagator) {
        super(tracer, propagator);
        this.tracer = tracer;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof Followed.Context;
    }

    @Override
    public Span.Builder customizeExtractedSpan(Followed.Context context, Span.Builder builder) {
        for (String other : context.others()) {
            String[] parts = other.split("-", PARTS);
            if (parts.length == PARTS) {
                TraceContext linked = tracer.traceContextBuilder().traceId(parts[1]).spanId(parts[2]).sampled(true)
                        .build();
                builder.addLink(new Link(linked));
            }
        }
        return builder;
    }
}
