package dev.cellmill.status.progress;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.page.Cursor;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.state.RowState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads a page of a job's rows. A row of which nothing is stored is queued, or cancelled in a cancelled job. */
@Component
class ReadRows {
    private static final String LIST = "rows";
    private static final double CONFIDENCE_DIGITS = 10_000;

    private final RowMaskReader masks;
    private final JdbcClient database;

    ReadRows(RowMaskReader masks, JdbcClient database) {
        this.masks = masks;
        this.database = database;
    }

    /**
     * @param state null for all
     * @throws ProblemException not-found, or a cursor of another list
     */
    Page<RowView> read(TenantId tenant, UUID id, @Nullable RowState state, int limit, @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor, LIST, 1);
        JobRows job = masks.job(tenant, id);
        List<RowMasks> found = find(job, state, after == null ? 0 : after.integer(0) + 1, limit + 1);
        Map<Integer, Double> confidence = confidence(job, found);
        return Page.of(found.stream().map(row -> RowView.of(row, confidence.get(row.row()))).toList(), limit,
                row -> Cursor.of(LIST, row.row()));
    }

    private List<RowMasks> find(JobRows job, @Nullable RowState state, int from, int count) {
        Condition condition = state == null ? MaskCondition.none() : MaskCondition.of(state, job);
        RowState ofUntouched = RowMasks.untouched(0, job.columns().size(), job.halted()).state();
        var found = new ArrayList<RowMasks>();
        new RowWalk(job, (row, limit) -> masks.read(job, row, limit, condition), state == null ? count : RowWalk.BLOCK)
                .walk(from, state == null || state == ofUntouched, row -> {
                    if (state == null || row.state() == state) {
                        found.add(row);
                    }
                    return found.size() < count;
                });
        return found;
    }

    private Map<Integer, Double> confidence(JobRows job, List<RowMasks> rows) {
        var means = new HashMap<Integer, Double>();
        database.sql("""
                SELECT c.row, avg(c.confidence) AS mean
                FROM unnest(:rows::integer[]) AS wanted (row)
                JOIN status.cell c ON c.job_id = :job AND c.tenant = :tenant AND c.row = wanted.row
                WHERE c.state = 2 AND c.confidence IS NOT NULL
                GROUP BY c.row
                """)
                .param("rows", rows.stream().filter(row -> row.done() != 0).map(RowMasks::row).toArray(Integer[]::new))
                .param("job", job.id()).param("tenant", job.tenant().value())
                .query(row -> {
                    means.put(row.getInt("row"),
                            Math.round(row.getDouble("mean") * CONFIDENCE_DIGITS) / CONFIDENCE_DIGITS);
                });
        return means;
    }
}
