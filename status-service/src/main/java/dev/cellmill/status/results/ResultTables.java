package dev.cellmill.status.results;

import dev.cellmill.common.batch.BatchLine;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.status.sheet.ChosenRows;
import dev.cellmill.status.sheet.ShownSheets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what a request for results is about. */
@Component
class ResultTables {
    private final JdbcClient database;
    private final ShownSheets sheets;

    ResultTables(JdbcClient database, ShownSheets sheets) {
        this.database = database;
        this.sheets = sheets;
    }

    /**
     * The job's rows and columns.
     *
     * @throws ProblemException not-found
     */
    ResultTable ofJob(TenantId tenant, UUID id) {
        return database.sql("""
                SELECT j.sheet_id, j.name, j.columns, j.first_row, j.end_row, j.row_ids, j.plan::text AS plan, j.labels ->> :batch AS batch
                FROM jobs.job j
                WHERE j.id = :id AND j.tenant = :tenant
                """).param("id", id).param("tenant", tenant.value()).param("batch", BatchLine.LABEL).query(Job::read)
                .optional()
                .flatMap(job -> sheets.find(tenant, job.sheet(), job.columns())
                        .map(sheet -> new ResultTable(sheet, job.name(), job.firstRow(), job.endRow(), job.chosen(),
                                job.plan(), id, job.batch())))
                .orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    /**
     * All rows and columns of a sheet.
     *
     * @throws ProblemException not-found
     */
    ResultTable ofSheet(TenantId tenant, UUID id) {
        return sheets.find(tenant, id)
                .map(sheet -> new ResultTable(sheet, sheet.name(), 0, sheet.rowCount(), ChosenRows.ALL, null, null,
                        null))
                .orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    private record Job(UUID sheet, String name, List<String> columns, int firstRow, int endRow,
            ChosenRows chosen, String plan, @Nullable String batch) {

        static Job read(ResultSet row, int number) throws SQLException {
            return new Job(row.getObject("sheet_id", UUID.class), row.getString("name"),
                    List.of((String[]) row.getArray("columns").getArray()), row.getInt("first_row"),
                    row.getInt("end_row"), chosen(row.getArray("row_ids")),
                    row.getString("plan"), row.getString("batch"));
        }

        private static ChosenRows chosen(@Nullable Array ids) throws SQLException {
            return ids == null ? ChosenRows.ALL : ChosenRows.of((Integer[]) ids.getArray());
        }
    }
}
