package dev.cellmill.common.trace;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.List;

/** A piece of work that is part of a trace, from its begin to its {@link #close}. Thread-safe. */
public final class Followed implements AutoCloseable {
    private final Observation observation;
    private final String traceparent;

    Followed(Observation observation, String traceparent) {
        this.observation = observation;
        this.traceparent = traceparent;
    }

    /** For those who go on with it. */
    public String traceparent() {
        return traceparent;
    }

    @Override
    public void close() {
        observation.stop();
    }

    /** What it goes on with: the first is its parent, to the others it is linked. */
    static final class Context extends ReceiverContext<String> {
        private final List<String> others;

        Context(List<String> traceparents) {
            super((carrier, key) -> TraceHeader.NAME.equals(key) ? carrier : null, Kind.CONSUMER);
            setCarrier(traceparents.getFirst());
            this.others = traceparents.subList(1, traceparents.size());
        }

        List<String> others() {
            return others;
        }
    }
}
