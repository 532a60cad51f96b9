package dev.cellmill.status.progress;

import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.status.Tables.ROW_PROGRESS;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.state.JobState;
import dev.cellmill.status.sheet.ChosenRows;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Reads a job's shape, and the masks of its rows. */
@Component
class RowMaskReader {
    private final DSLContext database;

    RowMaskReader(DSLContext database) {
        this.database = database;
    }

    /** @throws ProblemException not-found */
    JobRows job(TenantId tenant, UUID id) {
        return database.select(JOB.COLUMNS, JOB.FIRST_ROW, JOB.END_ROW, JOB.ROW_IDS, JOB.STATE)
                .from(JOB)
                .where(JOB.ID.eq(id), JOB.TENANT.eq(tenant.value()))
                .fetchOptional(row -> new JobRows(tenant, id, List.of(row.value1()), row.value2(), row.value3(),
                        ChosenRows.of(row.value4()), row.value5().equals(JobState.CANCELLED.wireName())))
                .orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    /**
     * The next stored rows, in order; rows between them have none stored.
     *
     * @param condition that the rows must meet, by {@link MaskCondition}
     */
    List<RowMasks> read(JobRows job, int from, int limit, Condition condition) {
        return database
                .select(ROW_PROGRESS.ROW, ROW_PROGRESS.RUNNING, ROW_PROGRESS.DONE, ROW_PROGRESS.FAILED,
                        ROW_PROGRESS.SKIPPED, ROW_PROGRESS.CANCELLED)
                .from(ROW_PROGRESS)
                .where(ROW_PROGRESS.JOB_ID.eq(job.id()), ROW_PROGRESS.TENANT.eq(job.tenant().value()),
                        ROW_PROGRESS.ROW.ge(from), condition)
                .orderBy(ROW_PROGRESS.ROW)
                .limit(limit)
                .fetch(row -> new RowMasks(row.value1(), job.columns().size(), job.halted(), row.value2(),
                        row.value3(), row.value4(), row.value5(), row.value6()));
    }
}
