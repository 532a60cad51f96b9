package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the templates of a column see in some rows of a sheet, as the scheduler would send it. */
public final class RowTexts {
    private RowTexts() {}

    /**
     * By row: values as text by the column's name, empty ones left out.
     *
     * @param connection on which is read; stays open
     * @param headers the sheet's columns, in their order
     */
    public static Map<Integer, Map<String, String>> of(Connection connection, TenantId tenant, SheetId sheet,
            List<String> headers, JobPlan plan, PlannedColumn column, List<Integer> rows) {
        var job = new JobFacts(JobId.next(), Long.MAX_VALUE, tenant, sheet, plan, headers, Set.of(), Set.of(),
                new int[0], 0, null);
        List<ClaimedCell> cells = rows.stream()
                .map(row -> ClaimedCell.first(row, column.index(), Long.MAX_VALUE)).toList();
        RowPage page = new RowReader(JdbcClient.create(new SingleConnectionDataSource(connection, true)))
                .read(job, Long.MAX_VALUE, cells);
        var texts = new HashMap<Integer, Map<String, String>>();
        cells.forEach(cell -> texts.put(cell.row(), page.texts(job, cell.row(), job.references(cell))));
        return texts;
    }
}
