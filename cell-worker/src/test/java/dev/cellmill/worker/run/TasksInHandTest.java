package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Position;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TasksInHandTest {
    private static final CellAddress CELL = new CellAddress(TenantId.DEFAULT, SheetId.next(), JobId.next(), 0, 0,
            "size");

    private final TasksInHand inHand = new TasksInHand();
    private final CellTask task = task(new Position(1, 1, 0));
    private final ManualDelivery first = new ManualDelivery();
    private final ManualDelivery second = new ManualDelivery();

    @Test
    void ofTwoCopiesTheFirstHasItUntilItIsOver() {
        assertThat(inHand.take(task, first)).isTrue();
        assertThat(inHand.take(task, second)).isFalse();
        assertThat(inHand.take(task, first)).as("it has it").isTrue();

        first.finish();

        assertThat(inHand.take(task, second)).isTrue();
        second.abandon();
        assertThat(inHand.take(task, first)).isTrue();
    }

    @Test
    void theNextDispatchIsAnotherTask() {
        assertThat(inHand.take(task, first)).isTrue();
        assertThat(inHand.take(task(new Position(1, 2, 0)), second)).isTrue();
    }

    private static CellTask task(Position position) {
        return new CellTask(CELL, position, 1, "lane", new Fingerprint(1, 1), Map.of(), false, null);
    }
}
