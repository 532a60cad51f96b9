package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FoldBatchIT {
    private static final FoldDatabase DATABASE = new FoldDatabase();

    @Test
    void theJobCompletesOnceWhenItsLastCellEnds() throws SQLException {
        JobId job = DATABASE.newJob(2, 2);
        DATABASE.batch.fold(List.of(Events.done(job, 0, 0), Events.failed(job, 0, 1), Events.done(job, 1, 1)));
        assertThat(DATABASE.job(job).get("state")).isEqualTo("processing");
        assertThat(DATABASE.completed).doesNotContain(job);
        assertThat(DATABASE.jobProgress(job).get("completed_rows")).isEqualTo(1L);

        List<CellEvent> last = List.of(Events.done(job, 1, 0));
        DATABASE.batch.fold(last);
        DATABASE.batch.fold(last);
        assertThat(DATABASE.job(job).get("state")).isEqualTo("completed");
        assertThat(DATABASE.completed).containsOnlyOnce(job);
        assertThat(DATABASE.job(job).get("version")).isEqualTo(2L);
        assertThat(DATABASE.job(job).get("ended_at")).isNotNull();
        assertThat(DATABASE.jobProgress(job).get("completed_rows")).isEqualTo(2L);
        assertThat(DATABASE.jobProgress(job).get("tenant")).isEqualTo("acme");
    }

    @Test
    void whatAJobSpendsIsCountedByTheDay() throws SQLException {
        JobId job = DATABASE.newJob(5, 1);
        DATABASE.batch.fold(List.of(Events.released(job, 4, 0, new Position(1, 1, 0))));
        assertThat(DATABASE.jobProgress(job).get("spend_day")).isNull();
        DATABASE.batch.fold(List.of(Events.done(job, 0, 0), Events.done(job, 1, 0)));
        DATABASE.batch.fold(List.of(Events.done(job, 1, 0), Events.done(job, 2, 0)));
        assertThat(DATABASE.jobProgress(job).get("day_spent")).isEqualTo(15L);

        DATABASE.sql.execute("UPDATE status.job_progress SET spend_day = spend_day - 1 WHERE job_id = ?", job.value());
        DATABASE.batch.fold(List.of(Events.done(job, 3, 0)));
        assertThat(DATABASE.jobProgress(job).get("day_spent")).isEqualTo(5L);
        assertThat(DATABASE.jobProgress(job).get("spent")).isEqualTo(20L);
        assertThat(DATABASE.sql.fetchValue("""
                SELECT spend_day = (now() AT TIME ZONE 'UTC')::date FROM status.job_progress WHERE job_id = ?
                """, job.value())).isEqualTo(true);
    }

    @Test
    void aJobThatIsDeletedUnderAFoldGetsNothingAndItsLaterEventsArePassedOver() throws SQLException {
        JobId job = DATABASE.newJob(2, 1);
        JobId other = DATABASE.newJob(2, 1);
        DATABASE.batch.fold(List.of(Events.done(job, 0, 0)));
        DATABASE.sql.execute("DELETE FROM jobs.job WHERE id = ?", job.value());
        DATABASE.sql.execute("DELETE FROM status.cell WHERE job_id = ?", job.value());

        List<CellEvent> late = List.of(Events.done(job, 1, 0), Events.done(other, 0, 0));
        assertThatIllegalStateException().as("it was known a moment ago").isThrownBy(() -> DATABASE.batch.fold(late))
                .withMessageContaining("deleted meanwhile");
        assertThat(cells(job) + cells(other)).isZero();

        DATABASE.batch.fold(late);
        assertThat(cells(job)).isZero();
        assertThat(cells(other)).isEqualTo(1);
    }

    private static int cells(JobId job) {
        return DATABASE.sql.fetchSingle("SELECT count(*) FROM status.cell WHERE job_id = ?", job.value())
                .get(0, Integer.class);
    }

    void aJobWithABudgetIsPausedOnceACellCostMoreThanWasSetAsideForIt() throws SQLException {
        JobId job = DATABASE.newJob(4, 1);
        DATABASE.sql.execute("UPDATE jobs.job SET max_cost = 1000, reserved = 100 WHERE id = ?", job.value());
        DATABASE.batch.fold(List.of(Events.charged(job, 0, 5, 5)));
        assertThat(DATABASE.job(job).get("state")).isEqualTo("processing");
        DATABASE.batch.fold(List.of(Events.charged(job, 1, 6, 5), Events.charged(job, 2, 1, 5)));
        assertThat(DATABASE.job(job).get("state")).isEqualTo("paused");
        assertThat(DATABASE.job(job).get("pause_reason")).isEqualTo("budget");
        assertThat(DATABASE.job(job).get("version")).isEqualTo(2L);

        DATABASE.sql.execute("UPDATE jobs.job SET state = 'processing', pause_reason = NULL WHERE id = ?", job.value());
        DATABASE.batch.fold(List.of(Events.charged(job, 1, 6, 5)));
        assertThat(DATABASE.job(job).get("state")).as("what is told twice counts once").isEqualTo("processing");
    }

    @Test
    void aDependantIsReadyOnceAllItsInputsHaveEnded() throws SQLException {
        JobId job = DATABASE.newJob(3, List.of(List.of(), List.of(), List.of(0, 1), List.of(2)));
        DATABASE.batch.fold(List.of(Events.done(job, 0, 0), Events.done(job, 1, 1)));
        assertThat(ready(job)).isEmpty();

        DATABASE.batch.fold(List.of(Events.failed(job, 0, 1)));
        assertThat(ready(job)).containsExactly("0/2 run 1 dispatch 1 step 0 lane-0");

        DATABASE.sql.execute("DELETE FROM jobs.ready WHERE job_id = ?", job.value());
        DATABASE.batch.fold(List.of(Events.failed(job, 0, 1), Events.done(job, 0, 0)));
        assertThat(ready(job)).isEmpty();

        // inputs and their dependants in one batch
        DATABASE.batch.fold(List.of(Events.done(job, 0, 2), Events.done(job, 1, 0), Events.done(job, 2, 1),
                Events.done(job, 2, 0)));
        assertThat(ready(job)).containsExactly("0/3 run 1 dispatch 1 step 0 lane-0",
                "1/2 run 1 dispatch 1 step 0 lane-0", "2/2 run 1 dispatch 1 step 0 lane-0");
    }

    @Test
    void aReleasedCellIsReadyForItsNextDispatchAtTheSameStep() throws SQLException {
        JobId job = DATABASE.newJob(2, 1);
        CellEvent released = Events.released(job, 0, 0, new Position(1, 1, 2));
        DATABASE.batch.fold(List.of(released, Events.released(job, 1, 0, new Position(1, 1, 0)),
                Events.done(job, 1, 0)));
        assertThat(ready(job)).containsExactly("0/0 run 1 dispatch 2 step 2 lane-2");

        DATABASE.sql.execute("DELETE FROM jobs.ready WHERE job_id = ?", job.value());
        DATABASE.batch.fold(List.of(released, Events.released(job, 0, 0, new Position(1, 1, 1))));
        assertThat(ready(job)).isEmpty();
        assertThat(DATABASE.jobProgress(job).get("closed")).isEqualTo(2L);
    }

    @Test
    void eventsOfNoCellOfAJobArePassedOver() throws SQLException {
        JobId job = DATABASE.newJob(2, 2);
        DATABASE.batch.fold(List.of(Events.done(JobId.next(), 0, 0), Events.done(job, 2, 0), Events.done(job, 0, 2),
                Events.done(job, 1, 1)));
        assertThat(StoredCells.all(DATABASE.source, job)).containsOnlyKeys(new CellKey(job, 1, 1));
        assertThat(DATABASE.jobProgress(job).get("ended")).isEqualTo(1L);
    }

    @Test
    void foldsAtOnceOnOneJobLoseNothing() throws SQLException, InterruptedException, ExecutionException {
        int rows = 400;
        JobId job = DATABASE.newJob(rows, 2);
        int before = DATABASE.wakes.get();
        List<Future<?>> folds = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int folder = 0; folder < 2; folder++) {
                int first = folder * rows / 2;
                folds.add(threads.submit(() -> {
                    for (int row = first; row < first + rows / 2; row += 4) {
                        List<CellEvent> batch = new ArrayList<>();
                        for (int i = row + 3; i >= row; i--) {
                            batch.add(Events.done(job, i, 0));
                            batch.add(Events.done(job, i, 1));
                        }
                        DATABASE.batch.fold(batch);
                    }
                    return null;
                }));
            }
        }
        for (Future<?> fold : folds) {
            fold.get();
        }
        assertThat(DATABASE.jobProgress(job).get("ended")).isEqualTo(rows * 2L);
        assertThat(DATABASE.jobProgress(job).get("completed_rows")).isEqualTo((long) rows);
        assertThat(DATABASE.job(job).get("state")).isEqualTo("completed");
        assertThat(DATABASE.wakes.get() - before).isEqualTo(rows / 4);
    }

    private static List<String> ready(JobId job) {
        return DATABASE.sql.fetch("""
                SELECT row || '/' || col || ' run ' || run || ' dispatch ' || dispatch || ' step ' || step || ' ' || lane
                FROM jobs.ready WHERE job_id = ? ORDER BY row, col
                """, job.value()).map(row -> row.get(0, String.class));
    }
}
