package dev.cellmill.worker.run;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Position;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks that this worker has, from their arrival until what came of them is acknowledged: of two copies of one, the second
 * waits for the end of the first, for only then can it be told whether anything is left to do. Thread-safe.
 */
final class TasksInHand {
    private final ConcurrentHashMap<Key, Delivery> holders = new ConcurrentHashMap<>();

    private record Key(JobId job, int row, int column, Position position) {}

    /** @return whether the delivery is the one whose task it is; then it is until the delivery is over */
    boolean take(CellTask task, Delivery delivery) {
        var key = new Key(task.cell().job(), task.cell().row(), task.cell().column(), task.position());
        Delivery holder = holders.putIfAbsent(key, delivery);
        if (holder == null) {
            delivery.whenOver(() -> holders.remove(key, delivery));
        }
        return holder == null || holder == delivery;
    }
}
