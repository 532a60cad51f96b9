package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * A worker's sign of life on the control topic, keyed by {@code worker}, every 250 ms.
 *
 * @param worker a name made at each start of the worker
 * @param sequence counts the pings of the worker, so that it knows its own when it reads them back
 * @param lanes how many cells the worker can run at once, by lane it serves
 */
public record WorkerPing(String worker, Instant at, long sequence, Map<String, Integer> lanes)
        implements
            ControlMessage {

    public WorkerPing {
        requireNonNull(worker, "worker is null");
        requireNonNull(at, "at is null");
        lanes = Map.copyOf(lanes);
    }

    @Override
    public String key() {
        return worker;
    }
}
