package dev.cellmill.faults.inject;

import dev.cellmill.faults.cluster.SeenCall;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * When workers could not store the answers that are to be kept: those are in the memory of the worker that has them, and lost
 * with it. Thread-safe.
 */
final class WhileUnstored {
    /** Until all of them try again. */
    private static final long AFTER = 2_000_000;

    private final List<Span> spans = new CopyOnWriteArrayList<>();

    private static final class Span {
        private final long from = SeenCall.now();
        private volatile long until = Long.MAX_VALUE;
    }

    <T> T during(Supplier<T> fault) {
        var span = new Span();
        spans.add(span);
        try {
            return fault.get();
        } finally {
            span.until = SeenCall.now() + AFTER;
        }
    }

    /** Since when answers may not have been stored at that moment; the moment itself if all were. */
    long since(long moment) {
        return spans.stream().filter(span -> span.from <= moment && moment <= span.until).mapToLong(span -> span.from)
                .min().orElse(moment);
    }
}
