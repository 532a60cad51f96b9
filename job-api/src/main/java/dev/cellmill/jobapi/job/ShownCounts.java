package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.RowRange;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what a sheet shows in a column: a done cell of any job shows, else the newest run tells. Read from the rows'
 * masks, some hundred thousand rows a statement, so that a million rows take a second and no snapshot is held long.
 */
@Component
class ShownCounts {
    private static final int ROWS_AT_ONCE = 200_000;

    private static final String SOURCES = """
            SELECT j.id AS job, array_position(j.columns, :column) - 1 AS "column"
            FROM jobs.job AS j
            WHERE j.sheet_id = :sheet AND j.tenant = :tenant AND :column = ANY (j.columns)
                AND j.first_row < :end AND j.end_row > :first AND (:before::uuid IS NULL OR j.id <> :before)
            ORDER BY j.run
            """;

    /** The usual case, without a group for each row. */
    private static final String COUNT_OF_ONE = """
            SELECT count(*) FILTER (WHERE p.done >> :column & 1 = 1) AS done,
                count(*) FILTER (WHERE p.done >> :column & 1 = 0 AND p.failed >> :column & 1 = 1) AS failed
            FROM status.row_progress AS p
            WHERE p.job_id = :job AND p.row >= :first AND p.row < :end
              AND (CAST(:ids AS integer[]) IS NULL OR p.row = ANY(CAST(:ids AS integer[])))
              AND NOT EXISTS (SELECT FROM intake.cell_edit AS e
                              WHERE e.sheet_id = :sheet AND e.column_name = :name AND e.row = p.row)
            """;

    /** Of a cell, the last bit of the greatest number says whether the newest job that has touched it failed. */
    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE done) AS done, count(*) FILTER (WHERE NOT done AND newest & 1 = 1) AS failed
            FROM (
                SELECT bool_or(p.done >> s.col & 1 = 1) AS done,
                    max(CASE WHEN (p.running | p.done | p.failed | p.skipped | p.cancelled) >> s.col & 1 = 1
                        THEN 2 * s.age + (p.failed >> s.col & 1) ELSE 0 END) AS newest
                FROM unnest(:jobs::uuid[], :columns::int[]) WITH ORDINALITY AS s (job_id, col, age)
                JOIN status.row_progress AS p ON p.job_id = s.job_id
                WHERE p.row >= :first AND p.row < :end
              AND (CAST(:ids AS integer[]) IS NULL OR p.row = ANY(CAST(:ids AS integer[])))
                  AND NOT EXISTS (SELECT FROM intake.cell_edit AS e
                                  WHERE e.sheet_id = :sheet AND e.column_name = :name AND e.row = p.row)
                GROUP BY p.row)
            """;

    /** A person's value goes before any that was found. */
    private static final String EDITED = """
            SELECT count(*) FILTER (WHERE validated) AS validated, count(*) FILTER (WHERE NOT validated) AS others
            FROM intake.cell_edit
            WHERE sheet_id = :sheet AND column_name = :name AND row >= :first AND row < :end
              AND (CAST(:ids AS integer[]) IS NULL OR row = ANY(CAST(:ids AS integer[])))
            """;

    private final JdbcClient sql;

    ShownCounts(JdbcClient sql) {
        this.sql = sql;
    }

    private record Source(UUID job, int column) {}

    private record Counted(long done, long failed) {}

    private record Edited(long validated, long others) {}

    /**
     * @param rows of the sheet
     * @param without a job that is left out, null for none
     */
    CellPlan count(TenantId tenant, JobSheet sheet, String column, RowRange rows, @Nullable JobId without) {
        int first = rows.firstIn(sheet.rowCount());
        int end = rows.endIn(sheet.rowCount());
        Integer[] ids = rows.ids().isEmpty() ? null : rows.ids().toArray(Integer[]::new);
        List<Source> sources = sql.sql(SOURCES)
                .param("column", column).param("sheet", sheet.id().value()).param("tenant", tenant.value())
                .param("first", first).param("end", end)
                .param("before", without == null ? null : without.value(), Types.OTHER)
                .query(Source.class)
                .list();
        long done = 0;
        long failed = 0;
        for (int from = first; !sources.isEmpty() && from < end; from += Math.min(ROWS_AT_ONCE, end - from)) {
            Counted counted = count(sheet, column, sources, ids, from, from + Math.min(ROWS_AT_ONCE, end - from));
            done += counted.done();
            failed += counted.failed();
        }
        Edited edited = sql.sql(EDITED).param("sheet", sheet.id().value()).param("name", column)
                .param("first", first).param("end", end).param("ids", ids, Types.ARRAY).query(Edited.class).single();
        return new CellPlan(rows.countIn(sheet.rowCount()) - done - failed - edited.validated() - edited.others(), 0,
                failed,
                done + edited.others(), edited.validated());
    }

    private Counted count(JobSheet sheet, String column, List<Source> sources,
            Integer @Nullable [] ids, int first, int end) {
        JdbcClient.StatementSpec statement = sources.size() == 1
                ? sql.sql(COUNT_OF_ONE).param("job", sources.getFirst().job())
                        .param("column", sources.getFirst().column())
                : sql.sql(COUNT).param("jobs", sources.stream().map(Source::job).toArray(UUID[]::new))
                        .param("columns", sources.stream().map(Source::column).toArray(Integer[]::new));
        return statement.param("sheet", sheet.id().value()).param("name", column).param("first", first)
                .param("end", end)
                .param("ids", ids, Types.ARRAY).query(Counted.class).single();
    }
}
