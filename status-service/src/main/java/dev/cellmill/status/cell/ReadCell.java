package dev.cellmill.status.cell;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.status.sheet.CellColumns;
import dev.cellmill.status.sheet.CellEdits;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.ShownSheet;
import dev.cellmill.status.sheet.ShownSheets;
import dev.cellmill.status.sheet.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads one cell with all that is kept of it, over all jobs that have its column. */
@Component
class ReadCell {
    /** First what the sheet shows, as {@link dev.cellmill.status.sheet.ShownCells} has it, then by newness. */
    private static final String QUERY = """
            SELECT c.traces::text AS traces, c.history::text AS history, %s
            FROM unnest(:jobs::uuid[], :columns::smallint[]) AS source (job_id, col)
            JOIN status.cell c ON c.job_id = source.job_id AND c.row = :row AND c.col = source.col
            WHERE c.tenant = :tenant
            ORDER BY (c.state = 2) DESC, c.run DESC
            LIMIT 100
            """.formatted(CellColumns.LIST);

    private final JdbcClient database;
    private final ShownSheets sheets;
    private final CellEdits edits;

    ReadCell(JdbcClient database, ShownSheets sheets, CellEdits edits) {
        this.edits = edits;
        this.database = database;
        this.sheets = sheets;
    }

    /** @throws ProblemException not-found, also where no job fills the column in this row */
    WholeCell read(TenantId tenant, UUID sheet, int row, String column) {
        List<Source> sources = sheets.find(tenant, sheet, List.of(column)).map(ShownSheet::sources).orElse(List.of())
                .stream().filter(source -> source.touches(row, row + 1)).toList();
        if (row < 0 || sources.isEmpty()) {
            throw new ProblemException(Problem.notFound());
        }
        List<Stored> cells = database.sql(QUERY)
                .param("jobs", sources.stream().map(Source::job).toArray(UUID[]::new))
                .param("columns", sources.stream().map(source -> (short) source.column()).toArray(Short[]::new))
                .param("row", row).param("tenant", tenant.value())
                .query(Stored::read).list();
        Optional<CellView> person = edits.find(tenant, sheet, row, column);
        if (cells.isEmpty()) {
            return WholeCell.of(sheet, row, column, person.orElseGet(() -> CellView.untouched(false)), List.of(),
                    List.of());
        }
        if (person.isPresent()) {
            var found = new ArrayList<EarlierEnd>(List.of(EarlierEnd.of(cells.getFirst().view())));
            found.addAll(earlier(cells));
            return WholeCell.of(sheet, row, column, person.get(), cells.getFirst().steps(), found);
        }
        return WholeCell.of(sheet, row, column, cells.getFirst().view(), cells.getFirst().steps(), earlier(cells));
    }

    private static List<EarlierEnd> earlier(List<Stored> cells) {
        var ends = new ArrayList<EarlierEnd>();
        cells.stream().skip(1).map(cell -> EarlierEnd.of(cell.view())).forEach(ends::add);
        cells.forEach(cell -> ends.addAll(cell.past()));
        ends.sort(Comparator.comparingLong(EarlierEnd::run).reversed());
        return ends;
    }

    private record Stored(CellView view, @Nullable String traces, @Nullable String history) {

        static Stored read(ResultSet row, int number) throws SQLException {
            return new Stored(CellColumns.read(row), row.getString("traces"), row.getString("history"));
        }

        List<WholeCell.Step> steps() {
            if (traces == null) {
                return List.of();
            }
            return Arrays.stream(Json.MAPPER.readValue(traces, Trace[].class))
                    .sorted(Comparator.comparingLong(Trace::run).thenComparingInt(Trace::dispatch)
                            .thenComparingInt(stored -> stored.trace().step()))
                    .map(stored -> WholeCell.Step.of(stored.run(), stored.dispatch(), stored.trace()))
                    .toList();
        }

        List<EarlierEnd> past() {
            if (history == null) {
                return List.of();
            }
            return Arrays.stream(Json.MAPPER.readValue(history, EarlierEnd[].class)).map(end -> end.in(view.jobId()))
                    .toList();
        }
    }

    /** An element of {@code status.cell.traces}. */
    private record Trace(long run, int dispatch, StepTrace trace) {}
}
