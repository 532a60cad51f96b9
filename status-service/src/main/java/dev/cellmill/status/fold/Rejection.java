package dev.cellmill.status.fold;

import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Usage;
import java.time.Instant;

/** The end that is folded in place of a record that cannot be, so that no cell stays open. Pure. */
final class Rejection {
    private static final CellError ERROR = new CellError(ErrorCode.RECORD_REJECTED,
            "The cell's event could not be stored; it is kept in the dead-letter topic with the reason.", false, 0);

    private Rejection() {}

    /** Nothing of the event but its place and what was spent. */
    static CellEvent of(CellEvent event) {
        return new CellEvent.Failed(event.cell(), event.position(), event.lane(), event.at(), ERROR, null,
                CellEvent.usageOf(event), null);
    }

    /** For an unreadable record, whose headers name its owner. */
    static CellEvent of(CellHeaders owner, JobFacts job, Instant at) {
        return new CellEvent.Failed(job.address(owner.row(), owner.column()), owner.position(), owner.lane(), at, ERROR,
                null, Usage.NONE.returning(owner.reserved()), null);
    }
}
