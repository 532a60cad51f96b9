package dev.cellmill.status.progress;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.page.Cursor;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.sheet.CellColumns;
import dev.cellmill.status.sheet.CellView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads a page of a job's cells, row by row. Which cells are in a state is known from the rows' masks, so the list has
 * the cells of which nothing is stored too: they are queued, or cancelled in a cancelled job.
 */
@Component
class ReadCells {
    private static final String LIST = "cells";

    private static final String QUERY = """
            SELECT c.row, c.col, %s
            FROM unnest(:rows::integer[], :columns::smallint[]) AS wanted (row, col)
            JOIN status.cell c ON c.job_id = :job AND c.tenant = :tenant AND c.row = wanted.row AND c.col = wanted.col
            """.formatted(CellColumns.LIST);

    private final RowMaskReader masks;
    private final JdbcClient database;

    ReadCells(RowMaskReader masks, JdbcClient database) {
        this.masks = masks;
        this.database = database;
    }

    /** @param column its place in the plan */
    private record Place(int row, int column) {}

    /**
     * What is asked for.
     *
     * @param state null for all
     * @param column null for all
     */
    record Wanted(@Nullable CellState state, @Nullable String column) {

        /** @throws ProblemException if the job has no such column */
        long columns(JobRows job) {
            if (column == null) {
                return job.allColumns();
            }
            int place = job.columns().indexOf(column);
            if (place < 0) {
                throw Parameter.invalid("column", column, job.columns());
            }
            return 1L << place;
        }
    }

    /** @throws ProblemException not-found, a column that the job has not, or a cursor of another list */
    Page<CellItem> read(TenantId tenant, UUID id, Wanted wanted, int limit, @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor, LIST, 2);
        JobRows job = masks.job(tenant, id);
        List<Place> places = find(job, wanted, after == null ? null : new Place(after.integer(0), after.integer(1)),
                limit + 1);
        Map<Place, CellView> cells = cells(job, places);
        CellView untouched = CellView.untouched(job.halted());
        return Page.of(places, limit, place -> Cursor.of(LIST, place.row(), place.column()))
                .map(place -> new CellItem(place.row(), job.columns().get(place.column()),
                        cells.getOrDefault(place, untouched).in(job.halted())));
    }

    private List<Place> find(JobRows job, Wanted wanted, @Nullable Place after, int count) {
        CellState state = wanted.state();
        long columns = wanted.columns(job);
        Condition condition = state == null ? MaskCondition.none() : MaskCondition.of(state, columns, job);
        CellState ofUntouched = job.halted() ? CellState.CANCELLED : CellState.QUEUED;
        var found = new ArrayList<Place>();
        new RowWalk(job, (row, limit) -> masks.read(job, row, limit, condition),
                state == null ? count : RowWalk.BLOCK)
                .walk(after == null ? 0 : after.row(), state == null || state == ofUntouched, row -> {
                    long bits = columns & (state == null ? job.allColumns() : row.in(state));
                    if (after != null && row.row() == after.row()) {
                        bits &= -1L << after.column() << 1;
                    }
                    for (; bits != 0 && found.size() < count; bits &= bits - 1) {
                        found.add(new Place(row.row(), Long.numberOfTrailingZeros(bits)));
                    }
                    return found.size() < count;
                });
        return found;
    }

    private Map<Place, CellView> cells(JobRows job, List<Place> places) {
        var cells = new HashMap<Place, CellView>();
        database.sql(QUERY)
                .param("rows", places.stream().map(Place::row).toArray(Integer[]::new))
                .param("columns", places.stream().map(place -> (short) place.column()).toArray(Short[]::new))
                .param("job", job.id()).param("tenant", job.tenant().value())
                .query(row -> {
                    cells.put(new Place(row.getInt("row"), row.getInt("col")), CellColumns.read(row));
                });
        return cells;
    }
}
