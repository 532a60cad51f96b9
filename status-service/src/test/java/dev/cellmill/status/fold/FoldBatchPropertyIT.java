package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

/** Random events through the statements: the database holds what the merge says, and counts what it holds. */
class FoldBatchPropertyIT {
    private static final FoldDatabase DATABASE = new FoldDatabase();
    private static final JobId JOB = DATABASE.newJob(CellHistories.ROWS, CellHistories.COLUMNS);
    private static final List<String> TABLES = List.of("status.cell", "status.row_progress", "status.column_progress",
            "status.step_progress", "status.lane_progress", "status.job_progress", "jobs.ready", "jobs.job");

    @BeforeTry
    void startAfresh() {
        DATABASE.sql.execute("TRUNCATE " + String.join(", ", TABLES.subList(0, TABLES.size() - 1)));
        DATABASE.sql.execute("UPDATE jobs.job SET state = 'processing', version = 1");
    }

    @Property(tries = 60)
    void theDatabaseHoldsWhatTheMergeSaysAndTheAuditAgrees(@ForAll("histories") CellHistories histories)
            throws SQLException {
        List<List<CellEvent>> batches = histories.arrival(1);
        Map<CellKey, Cell> expected = new TreeMap<>();
        for (List<CellEvent> batch : batches) {
            DATABASE.batch.fold(batch);
            batch.forEach(event -> expected.compute(event.cell().key(),
                    (_, cell) -> CellMerge.merge(cell, List.of(event)).after()));
        }
        expected.replaceAll((_, cell) -> StoredCells.normalised(cell));
        assertThat(StoredCells.all(DATABASE.source, JOB)).isEqualTo(expected);
        assertThat(DATABASE.audit(JOB)).contains("equal=true");
    }

    @Property(tries = 30)
    void redeliveredBatchesChangeNothing(@ForAll("histories") CellHistories histories) throws SQLException {
        for (List<CellEvent> batch : histories.arrival(1)) {
            DATABASE.batch.fold(batch);
        }
        String before = contents();
        for (List<CellEvent> batch : histories.arrival(2)) {
            DATABASE.batch.fold(batch);
        }
        assertThat(contents()).isEqualTo(before);
    }

    private static String contents() {
        var all = new StringBuilder();
        for (String table : TABLES) {
            all.append(DATABASE.sql.fetch("SELECT * FROM " + table + " ORDER BY 1, 2, 3").formatCSV());
        }
        return all.toString();
    }

    @Provide
    static Arbitrary<CellHistories> histories() {
        return CellHistories.of(JOB, true);
    }
}
