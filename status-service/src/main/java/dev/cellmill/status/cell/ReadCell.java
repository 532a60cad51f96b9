package dev.cellmill.status.cell;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.state.CellState;
import dev.cellmill.common.state.JobState;
import dev.cellmill.status.sheet.CellColumns;
import dev.cellmill.status.sheet.CellEdits;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.ShownSheet;
import dev.cellmill.status.sheet.ShownSheets;
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
            FROM unnest(:jobs::uuid[], :columns::smallint[], :own::boolean[]) AS source (job_id, col, is_own)
            JOIN status.cell c ON c.job_id = source.job_id AND c.row = :row AND c.col = source.col
            WHERE c.tenant = :tenant
            ORDER BY %s
            LIMIT 100
            """.formatted(CellColumns.LIST, CellColumns.ORDER);

    /** Of the jobs that have the row. */
    private static final String STATES = """
            SELECT j.state
            FROM jobs.job j
            WHERE j.id = ANY(:jobs) AND j.tenant = :tenant AND (j.row_ids IS NULL OR :row = ANY(j.row_ids))
            """;

    private final JdbcClient database;
    private final ShownSheets sheets;
    private final CellEdits edits;

    ReadCell(JdbcClient database, ShownSheets sheets, CellEdits edits) {
        this.edits = edits;
        this.database = database;
        this.sheets = sheets;
    }

    /**
     * @param job whose own cell comes before the values of other jobs; null for what the sheet shows
     * @throws ProblemException not-found, also where no job fills the column in this row; a job that does not
     */
    WholeCell read(TenantId tenant, UUID sheet, int row, String column, @Nullable UUID job) {
        CellSources sources = CellSources.of(
                sheets.find(tenant, sheet, List.of(column)).map(ShownSheet::sources).orElse(List.of()), row, job);
        List<Stored> cells = database.sql(QUERY)
                .param("jobs", sources.jobs()).param("columns", sources.columns()).param("own", sources.own())
                .param("row", row).param("tenant", tenant.value())
                .query(Stored::read).list();
        Optional<CellView> person = edits.find(tenant, sheet, row, column);
        if (cells.isEmpty()) {
            return WholeCell.of(sheet, row, column, person.orElseGet(() -> untouched(tenant, sources, row, job)),
                    List.of(), null, List.of());
        }
        Stored first = cells.getFirst();
        boolean isCancelled = first.view().state() == CellState.QUEUED
                && untouched(tenant, sources, row, first.view().jobId()).state() == CellState.CANCELLED;
        if (person.isPresent()) {
            var found = new ArrayList<EarlierEnd>(List.of(EarlierEnd.of(first.view())));
            found.addAll(earlier(cells));
            return WholeCell.of(sheet, row, column, person.get(), first.steps(), null, found);
        }
        return WholeCell.of(sheet, row, column, first.view().in(isCancelled), first.steps(), shown(cells),
                earlier(cells));
    }

    /** @throws ProblemException not-found where no job has the row */
    private CellView untouched(TenantId tenant, CellSources sources, int row, @Nullable UUID job) {
        List<String> states = database.sql(STATES).param("jobs", job == null ? sources.jobs() : new UUID[]{job})
                .param("row", row).param("tenant", tenant.value()).query(String.class).list();
        if (states.isEmpty()) {
            throw new ProblemException(Problem.notFound());
        }
        return CellView.untouched(states.stream().allMatch(JobState.CANCELLED.wireName()::equals));
    }

    /** What the sheet shows, where that is another job's value; null if it is the first cell. */
    private static @Nullable EarlierEnd shown(List<Stored> cells) {
        return cells.getFirst().view().state() == CellState.DONE
                ? null
                : cells.stream().map(Stored::view).filter(cell -> cell.state() == CellState.DONE).findFirst()
                        .map(EarlierEnd::of).orElse(null);
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
