package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.plan.PlannedColumn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Decides what is sent for a claimed cell: its task, or the event that it needs none. Pure. */
final class CellMaker {
    private final JobFacts job;
    private final Claim claim;
    private final String lane;
    private final RowPage page;
    private final Instant now;

    /** @param lane in which the cells are counted */
    CellMaker(JobFacts job, Claim claim, String lane, RowPage page, Instant now) {
        this.job = job;
        this.claim = claim;
        this.lane = lane;
        this.page = page;
        this.now = now;
    }

    ProducerRecord<byte[], byte[]> recordOf(ClaimedCell cell) {
        return skipped(cell)
                .map(reason -> CellRecords.of(new CellEvent.Skipped(address(cell), position(cell), lane, now, reason)))
                .orElseGet(() -> CellRecords.of(task(cell)));
    }

    /** What ends a cell whose task no broker takes, however often it is sent. */
    ProducerRecord<byte[], byte[]> rejected(ClaimedCell cell) {
        var error = new CellError(ErrorCode.RECORD_REJECTED,
                "The values that this column refers to are too large to be sent. Shorten them, or refer to fewer.",
                false, 0);
        return CellRecords.of(new CellEvent.Failed(address(cell), position(cell), lane, now, error, null, Usage.NONE,
                null));
    }

    private Optional<SkipReason> skipped(ClaimedCell cell) {
        PlannedColumn column = job.column(cell.column());
        if (cell.isFirst() && page.isUpToDate(cell.row(), column.name())) {
            return Optional.of(SkipReason.UP_TO_DATE);
        }
        if (page.lacks(cell.row(), column.dependencyMask())) {
            return Optional.of(SkipReason.INPUT);
        }
        return Optional.empty();
    }

    private CellTask task(ClaimedCell cell) {
        Map<String, String> inputs = page.texts(job, cell.row(), job.references(cell));
        return new CellTask(address(cell), position(cell), claim.version(), lane, job.fingerprint(cell).of(inputs),
                inputs, claim.resent(), cell.best());
    }

    private CellAddress address(ClaimedCell cell) {
        return new CellAddress(job.tenant(), job.sheet(), job.job(), cell.row(), cell.column(),
                job.column(cell.column()).name());
    }

    private Position position(ClaimedCell cell) {
        return new Position(claim.run(), cell.dispatch(), cell.step());
    }
}
