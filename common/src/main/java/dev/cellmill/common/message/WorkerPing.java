package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's sign of life on the control topic, keyed by {@code worker}, every 250 ms.
 *
 * @param worker a name made at each start of the worker
 * @param sequence counts the pings of the worker, so that it knows its own when it reads them back
 * @param lanes how many cells the worker can run at once, by lane it serves
 * @param partitions of the lanes' topics that it takes tasks from, by lane
 * @param waiting cells that it has and that wait for something which their lane cannot hurry, by lane
 */
public record WorkerPing(String worker, Instant at, long sequence, Map<String, Integer> lanes,
        @Nullable Map<String, List<Integer>> partitions, @Nullable Map<String, Integer> waiting)
        implements
            ControlMessage {

    public WorkerPing {
        requireNonNull(worker, "worker is null");
        requireNonNull(at, "at is null");
        lanes = Map.copyOf(lanes);
        partitions = partitions == null ? Map.of() : Map.copyOf(partitions);
        waiting = waiting == null ? Map.of() : Map.copyOf(waiting);
    }

    @Override
    public String key() {
        return worker;
    }
}
