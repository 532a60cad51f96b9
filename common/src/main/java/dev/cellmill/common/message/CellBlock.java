package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same event of many cells of one job, in one record: cells that needed no call, or that are wanted again. All its
 * rows are of one block of {@value CellAddress#ROWS_PER_BLOCK}, so it has the key that each of them would have.
 *
 * @param reason why they were skipped; null if they are reopened
 */
public record CellBlock(
        TenantId tenant,
        SheetId sheet,
        JobId job,
        Position position,
        Instant at,
        @Nullable SkipReason reason,
        List<Column> cells) {

    public CellBlock {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(sheet, "sheet is null");
        requireNonNull(job, "job is null");
        requireNonNull(position, "position is null");
        requireNonNull(at, "at is null");
        cells = List.copyOf(cells);
        if (cells.stream().flatMap(column -> column.rows().stream()).map(CellBlock::block).distinct().count() != 1) {
            throw new IllegalArgumentException("the rows are not of one block");
        }
    }

    /**
     * Cells of one column.
     *
     * @param column its place in the job's plan
     * @param lane the lane of their tasks
     * @param rows at least one
     */
    public record Column(int column, String name, String lane, List<Integer> rows) {
        public Column {
            requireNonNull(name, "name is null");
            requireNonNull(lane, "lane is null");
            rows = List.copyOf(rows);
        }
    }

    /** The block that a row is of. */
    public static int block(int row) {
        return row / CellAddress.ROWS_PER_BLOCK;
    }

    public String type() {
        return reason == null ? "reopened" : "skipped";
    }

    /** The key of its record on Kafka. */
    public String eventKey() {
        return address(cells.getFirst(), cells.getFirst().rows().getFirst()).eventKey();
    }

    /** One event for each cell. */
    public List<CellEvent> events() {
        var events = new ArrayList<CellEvent>();
        for (Column column : cells) {
            for (int row : column.rows()) {
                CellAddress cell = address(column, row);
                events.add(reason == null
                        ? new CellEvent.Reopened(cell, position, column.lane(), at)
                        : new CellEvent.Skipped(cell, position, column.lane(), at, reason));
            }
        }
        return events;
    }

    private CellAddress address(Column column, int row) {
        return new CellAddress(tenant, sheet, job, row, column.column(), column.name());
    }
}
