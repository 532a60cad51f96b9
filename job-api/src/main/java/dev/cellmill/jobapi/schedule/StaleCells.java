package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.CellChoice;
import dev.cellmill.common.job.RowRange;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which part of what a sheet shows is stale under a plan: asked of the rows as the scheduler asks it, of all of them up to
 * two thousand, beyond that of so many spread evenly.
 */
@Component
public class StaleCells {
    private static final int ROWS = 2_000;

    private final JdbcClient sql;

    StaleCells(JdbcClient sql) {
        this.sql = sql;
    }

    /** By column, from 0 to 1; columns of which nothing is shown are left out. */
    public Map<String, Double> parts(TenantId tenant, SheetId sheet, List<String> headers, JobPlan plan,
            RowRange rows, int rowCount) {
        var job = new JobFacts(JobId.next(), Long.MAX_VALUE, tenant, sheet, plan, headers,
                plan.columns().stream().map(PlannedColumn::name).collect(Collectors.toSet()), Set.of(CellChoice.STALE),
                new int[0], 0, null);
        List<ClaimedCell> cells = cells(plan, rows, rowCount);
        Map<String, Double> parts = new HashMap<>();
        if (cells.isEmpty()) {
            return parts;
        }
        RowPage page = new RowReader(sql).read(job, Long.MAX_VALUE, cells);
        for (PlannedColumn column : plan.columns()) {
            List<CellJudge.Shown> shown = cells.stream().filter(cell -> cell.column() == column.index())
                    .map(cell -> page.shown(cell.row(), column.name(),
                            () -> job.requests(column.index(), page.texts(job, cell.row(), job.references(cell)))))
                    .filter(CellJudge.Shown::hasValue)
                    .toList();
            if (!shown.isEmpty()) {
                parts.put(column.name(),
                        shown.stream().filter(CellJudge.Shown::stale).count() / (double) shown.size());
            }
        }
        return parts;
    }

    private static List<ClaimedCell> cells(JobPlan plan, RowRange rows, int rowCount) {
        int all = rows.countIn(rowCount);
        int asked = Math.min(ROWS, all);
        return IntStream.range(0, asked)
                .map(place -> rows.rowAt((int) ((long) place * all / asked)))
                .boxed()
                .flatMap(row -> plan.columns().stream()
                        .map(column -> ClaimedCell.first(row, column.index(), Long.MAX_VALUE)))
                .toList();
    }
}
