package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import java.util.List;

/** What never changes of a job and the fold must know; from the job's own row, never from a message. */
record JobFacts(
        JobId job,
        TenantId tenant,
        SheetId sheet,
        int firstRow,
        int endRow,
        long totalCells,
        List<Column> columns,
        boolean stopsOnError,
        boolean budgeted) {

    /** A column of the job's plan. */
    record Column(String name, String firstLane, long dependencyMask) {
        Column {
            requireNonNull(name, "name is null");
            requireNonNull(firstLane, "firstLane is null");
        }
    }

    JobFacts {
        requireNonNull(job, "job is null");
        requireNonNull(tenant, "tenant is null");
        requireNonNull(sheet, "sheet is null");
        columns = List.copyOf(columns);
    }

    static List<Column> columnsOf(JobPlan plan) {
        return plan.columns().stream()
                .map((PlannedColumn column) -> new Column(column.name(), column.firstLane(), column.dependencyMask()))
                .toList();
    }

    boolean hasCell(int row, int column) {
        return row >= firstRow && row < endRow && column >= 0 && column < columns.size();
    }

    CellAddress address(int row, int column) {
        return new CellAddress(tenant, sheet, job, row, column, columns.get(column).name());
    }

    /** The mask of a row whose cells have all ended. */
    long allColumns() {
        return (1L << columns.size()) - 1;
    }
}
