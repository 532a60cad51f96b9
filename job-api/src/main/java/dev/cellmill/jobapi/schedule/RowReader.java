package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.state.CellState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads what the cells of some rows need, in at most one statement each: the rows as given, what the sheet shows in
 * generated columns, whether it shows a value already, and how the cells ended on which they depend.
 */
final class RowReader {
    private static final String INPUTS = """
            SELECT row, input FROM intake.sheet_row WHERE sheet_id = :sheet AND row = ANY(:rows)
            """;

    /** The sheet shows, over all its jobs with a column of that name, the done cell of the newest run. */
    private static final String SHOWN = """
            SELECT DISTINCT ON (cell.row, place.name) cell.row, place.name, cell.value
            FROM jobs.job AS job
            CROSS JOIN LATERAL unnest(job.columns) WITH ORDINALITY AS place (name, number)
            JOIN status.cell AS cell ON cell.job_id = job.id AND cell.col = place.number - 1
            WHERE job.sheet_id = :sheet AND job.run <= :run AND place.name = ANY(:names)
              AND cell.row = ANY(:rows) AND cell.state = :done
            ORDER BY cell.row, place.name, cell.run DESC
            """;

    private static final String WITHOUT_VALUE = """
            SELECT row, col FROM status.cell
            WHERE job_id = :job AND row = ANY(:rows) AND col = ANY(:columns)
              AND (state = :failed OR state = :skipped AND skip_reason = :input)
            """;

    private final JdbcClient sql;

    RowReader(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param run the job's */
    RowPage read(JobFacts job, long run, List<ClaimedCell> cells) {
        var page = new RowPage();
        int[] rows = cells.stream().mapToInt(ClaimedCell::row).distinct().toArray();
        Set<String> references = job.references(cells);
        Set<Integer> columns = cells.stream().map(ClaimedCell::column).collect(Collectors.toCollection(TreeSet::new));

        if (references.stream().anyMatch(name -> job.header(name) >= 0)) {
            readInputs(page, job, rows);
        }
        readGenerated(page, job, run, rows, references.stream().filter(name -> job.header(name) < 0).toList());
        readUpToDate(page, job, run, rows, columns.stream().filter(job::filledBefore).toList());
        readWithoutValue(page, job, rows, job.dependencies(columns));
        return page;
    }

    private void readInputs(RowPage page, JobFacts job, int[] rows) {
        sql.sql(INPUTS).param("sheet", job.sheet().value()).param("rows", rows)
                .query(row -> {
                    page.input(row.getInt("row"), Json.MAPPER.readTree(row.getString("input")));
                });
    }

    private void readGenerated(RowPage page, JobFacts job, long run, int[] rows, List<String> names) {
        if (!names.isEmpty()) {
            shown(job, run, rows, names).query(row -> {
                String value = row.getString("value");
                page.generated(row.getInt("row"), row.getString("name"),
                        value == null ? null : Json.MAPPER.readTree(value));
            });
        }
    }

    /** Only values of earlier runs count: this run's own cell may be there when its task is sent again. */
    private void readUpToDate(RowPage page, JobFacts job, long run, int[] rows, List<Integer> columns) {
        if (!columns.isEmpty()) {
            var names = columns.stream().map(place -> job.column(place).name()).toList();
            shown(job, run - 1, rows, names).query(row -> {
                String value = row.getString("value");
                if (value != null && !value.equals("null")) {
                    page.upToDate(row.getInt("row"), row.getString("name"));
                }
            });
        }
    }

    private JdbcClient.StatementSpec shown(JobFacts job, long run, int[] rows, List<String> names) {
        return sql.sql(SHOWN)
                .param("sheet", job.sheet().value())
                .param("run", run)
                .param("rows", rows)
                .param("names", names.toArray(String[]::new))
                .param("done", CellState.DONE.code());
    }

    private void readWithoutValue(RowPage page, JobFacts job, int[] rows, int[] dependencies) {
        if (dependencies.length > 0) {
            sql.sql(WITHOUT_VALUE)
                    .param("job", job.job().value())
                    .param("rows", rows)
                    .param("columns", dependencies)
                    .param("failed", CellState.FAILED.code())
                    .param("skipped", CellState.SKIPPED.code())
                    .param("input", SkipReason.INPUT.wireName())
                    .query(row -> {
                        page.withoutValue(row.getInt("row"), row.getInt("col"));
                    });
        }
    }
}
