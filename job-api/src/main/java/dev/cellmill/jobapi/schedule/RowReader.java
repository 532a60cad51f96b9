package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.state.CellState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Reads what the cells of some rows need, in at most one statement each: the rows as given, what the sheet shows in
 * generated columns, what people and earlier jobs left in them, and how the cells ended on which they depend.
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

    /** How the newest runs with a value, and the newest that failed, ended; a person's value is none of them. */
    private static final String EARLIER = """
            SELECT DISTINCT ON (cell.row, place.name, cell.state)
                cell.row, place.name, cell.state, cell.run, cell.fingerprint
            FROM jobs.job AS job
            CROSS JOIN LATERAL unnest(job.columns) WITH ORDINALITY AS place (name, number)
            JOIN status.cell AS cell ON cell.job_id = job.id AND cell.col = place.number - 1
            WHERE job.sheet_id = :sheet AND job.id <> :job AND place.name = ANY(:names)
              AND cell.row = ANY(:rows) AND cell.run < :run
              AND (cell.state = :failed OR cell.state = :done AND cell.value IS NOT NULL AND cell.value <> 'null')
            ORDER BY cell.row, place.name, cell.state, cell.run DESC
            """;

    private static final String EDITED = """
            SELECT row, column_name, value, validated
            FROM intake.cell_edit
            WHERE sheet_id = :sheet AND column_name = ANY(:names) AND row = ANY(:rows)
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
        Set<String> references = job.needed(cells);
        Set<Integer> columns = cells.stream().map(ClaimedCell::column).collect(Collectors.toCollection(TreeSet::new));

        if (references.stream().anyMatch(name -> job.header(name) >= 0)) {
            readInputs(page, job, rows);
        }
        readEdited(page, job, rows, Stream.concat(references.stream().filter(name -> job.header(name) < 0),
                columns.stream().map(place -> job.column(place).name())).distinct().toArray(String[]::new));
        readGenerated(page, job, run, rows, references.stream().filter(name -> job.header(name) < 0).toList());
        readEarlier(page, job, run, rows, columns.stream().filter(job::filledBefore).toList());
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
                page.generated(row.getInt("row"), row.getString("name"), value(row));
            });
        }
    }

    private void readEdited(RowPage page, JobFacts job, int[] rows, String[] names) {
        sql.sql(EDITED).param("sheet", job.sheet().value()).param("rows", rows).param("names", names).query(row -> {
            page.edited(row.getInt("row"), row.getString("column_name"), value(row), row.getBoolean("validated"));
        });
    }

    /** Only values of earlier jobs count: this job's own cell may be there when its task is sent again. */
    private void readEarlier(RowPage page, JobFacts job, long run, int[] rows, List<Integer> columns) {
        if (columns.isEmpty()) {
            return;
        }
        sql.sql(EARLIER)
                .param("sheet", job.sheet().value())
                .param("job", job.job().value())
                .param("run", run)
                .param("rows", rows)
                .param("names", columns.stream().map(place -> job.column(place).name()).toArray(String[]::new))
                .param("done", CellState.DONE.code())
                .param("failed", CellState.FAILED.code())
                .query(row -> {
                    if (row.getInt("state") == CellState.DONE.code()) {
                        page.found(row.getInt("row"), row.getString("name"), row.getLong("run"),
                                row.getObject("fingerprint", UUID.class));
                    } else {
                        page.failed(row.getInt("row"), row.getString("name"), row.getLong("run"));
                    }
                });
    }

    private static @Nullable JsonNode value(ResultSet row) throws SQLException {
        String value = row.getString("value");
        return value == null ? null : Json.MAPPER.readTree(value);
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
