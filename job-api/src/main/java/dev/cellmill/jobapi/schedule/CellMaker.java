package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.condition.Condition;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Reservation;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.plan.PlannedColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** What becomes of a cell. */
    sealed interface Decision {
        record Send(CellTask task) implements Decision {}

        record Skip(SkipReason reason) implements Decision {}

        record Fail(CellError error) implements Decision {}
    }

    Decision decide(ClaimedCell cell) {
        PlannedColumn column = job.column(cell.column());
        if (cell.reserved() != null && cell.reserved() > 0) {
            // only what ends at a worker gives back what was set aside for it
            return new Decision.Send(task(cell));
        }
        if (page.isValidated(cell.row(), column.name())) {
            return new Decision.Skip(SkipReason.VALIDATED);
        }
        Optional<SkipReason> passedOver = cell.isFirst() ? passedOver(cell, column) : Optional.empty();
        if (passedOver.isPresent()) {
            return new Decision.Skip(passedOver.get());
        }
        if (page.lacks(cell.row(), column.dependencyMask())) {
            return new Decision.Skip(SkipReason.INPUT);
        }
        Condition condition = cell.step() == 0 ? job.condition(cell.column()) : null;
        if (condition == null) {
            return new Decision.Send(task(cell));
        }
        return switch (condition.evaluate(page.values(job, cell.row(), condition.references()))) {
            case Condition.Result.Holds(boolean holds) -> holds
                    ? new Decision.Send(task(cell))
                    : new Decision.Skip(SkipReason.RUN_IF);
            case Condition.Result.Failed(String why) -> new Decision.Fail(
                    new CellError(ErrorCode.EXPRESSION_FAILED, why, false, 0));
        };
    }

    private Optional<SkipReason> passedOver(ClaimedCell cell, PlannedColumn column) {
        return job.judge().passedOver(page.shown(cell.row(), column.name(),
                () -> job.requests(cell.column(), page.texts(job, cell.row(), job.references(cell)))));
    }

    ProducerRecord<byte[], byte[]> recordOf(ClaimedCell cell, Decision decision) {
        return switch (decision) {
            case Decision.Send(CellTask task) -> CellRecords.of(task);
            case Decision.Skip(SkipReason reason) -> recordOf(List.of(cell), reason);
            case Decision.Fail(CellError error) -> failed(cell, error);
        };
    }

    /** @param cells of one block, at one position */
    ProducerRecord<byte[], byte[]> recordOf(List<ClaimedCell> cells, SkipReason reason) {
        var rows = new TreeMap<Integer, List<Integer>>();
        cells.forEach(cell -> rows.computeIfAbsent(cell.column(), column -> new ArrayList<>()).add(cell.row()));
        return CellRecords.of(new CellBlock(job.tenant(), job.sheet(), job.job(), cells.getFirst().position(), now,
                reason, rows.entrySet().stream()
                        .map(column -> new CellBlock.Column(column.getKey(), job.column(column.getKey()).name(), lane,
                                column.getValue()))
                        .toList()));
    }

    /** What ends a cell whose task no broker takes, however often it is sent. */
    ProducerRecord<byte[], byte[]> rejected(ClaimedCell cell) {
        return failed(cell, new CellError(ErrorCode.RECORD_REJECTED,
                "The values that this column refers to are too large to be sent. Shorten them, or refer to fewer.",
                false, 0));
    }

    private ProducerRecord<byte[], byte[]> failed(ClaimedCell cell, CellError error) {
        return CellRecords.of(new CellEvent.Failed(address(cell), cell.position(), lane, now, error, null,
                Usage.NONE.returning(cell.reserved() == null ? 0 : cell.reserved()), null));
    }

    /** The most that the cell can cost from here on, in nano-dollars; nothing if it needs no call. */
    long worstCost(ClaimedCell cell) {
        return decide(cell) instanceof Decision.Send(CellTask task) ? job.worstCost(cell, task.inputs()) : 0;
    }

    private CellTask task(ClaimedCell cell) {
        Map<String, String> inputs = page.texts(job, cell.row(), job.references(cell));
        return new CellTask(address(cell), cell.position(), claim.version(), lane, job.fingerprint(cell).of(inputs),
                inputs, claim.resent(), cell.best(),
                cell.reserved() == null ? null : new Reservation(cell.reserved(), 0), claim.paced());
    }

    private CellAddress address(ClaimedCell cell) {
        return new CellAddress(job.tenant(), job.sheet(), job.job(), cell.row(), cell.column(),
                job.column(cell.column()).name());
    }
}
