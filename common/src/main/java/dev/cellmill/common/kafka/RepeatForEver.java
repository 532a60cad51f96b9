package dev.cellmill.common.kafka;

import java.util.Map;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** For listeners that must not lose a record and whose failures pass, as a database that is away. */
public final class RepeatForEver {
    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private RepeatForEver() {}

    /** The consumer is paused and polls on between tries, so it keeps its partitions however long they fail. */
    public static DefaultErrorHandler handler() {
        var waits = new ExponentialBackOff(FIRST_WAIT_MILLIS, 2);
        waits.setMaxInterval(LONGEST_WAIT_MILLIS);
        var handler = new DefaultErrorHandler(waits);
        handler.setClassifications(Map.of(), true);
        return handler;
    }
}
