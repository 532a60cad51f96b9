package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Tables.JOB;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.page.Cursor;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.state.JobState;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Reads jobs. */
@Component
public class JobLookup {
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
    private static final String LIST = "jobs";
    private static final List<Field<?>> FIELDS = List.of(JOB.ID, JOB.NAME, JOB.SHEET_ID, JOB.STATE, JOB.PAUSE_REASON,
            JOB.CREATED_BY, JOB.CREATED_AT, JOB.UPDATED_AT, JOB.STARTED_AT, JOB.ENDED_AT, JOB.LABELS, JOB.ERROR,
            JOB.SPEC);

    private final DSLContext database;

    JobLookup(DSLContext database) {
        this.database = database;
    }

    /** @throws ProblemException if the tenant has no such job */
    public JobView get(TenantId tenant, JobId id) {
        return find(database, tenant, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    Optional<JobView> find(DSLContext db, TenantId tenant, JobId id) {
        return db.select(FIELDS)
                .from(JOB)
                .where(JOB.TENANT.eq(tenant.value()), JOB.ID.eq(id.value()))
                .fetchOptional(JobLookup::view);
    }

    /**
     * Newest first.
     *
     * @param labels that a job has, all of them
     * @throws dev.cellmill.common.problem.ProblemException if the cursor is none of this list
     */
    Page<JobView> list(DSLContext db, TenantId tenant, @Nullable JobState state, Map<String, String> labels, int limit,
            @Nullable String cursor) {
        Condition wanted = JOB.TENANT.eq(tenant.value());
        if (state != null) {
            wanted = wanted.and(JOB.STATE.eq(state.wireName()));
        }
        if (!labels.isEmpty()) {
            wanted = wanted.and(DSL.condition("{0} @> {1}", JOB.LABELS,
                    DSL.val(JSONB.valueOf(Json.MAPPER.writeValueAsString(labels)))));
        }
        Cursor after = Cursor.parse(cursor, LIST, 1);
        if (after != null) {
            wanted = wanted.and(JOB.ID.lt(after.uuid(0)));
        }
        List<JobView> read = db.select(FIELDS)
                .from(JOB)
                .where(wanted)
                .orderBy(JOB.ID.desc())
                .limit(limit + 1)
                .fetch(JobLookup::view);
        return Page.of(read, limit, job -> Cursor.of(LIST, job.id()));
    }

    private static JobView view(Record row) {
        JSONB error = row.get(JOB.ERROR);
        return new JobView(
                new JobId(row.get(JOB.ID)),
                row.get(JOB.NAME),
                new SheetId(row.get(JOB.SHEET_ID)),
                JobState.ofWireName(row.get(JOB.STATE)),
                row.get(JOB.PAUSE_REASON),
                row.get(JOB.CREATED_BY),
                row.get(JOB.CREATED_AT).toInstant(),
                row.get(JOB.UPDATED_AT).toInstant(),
                instant(row.get(JOB.STARTED_AT)),
                instant(row.get(JOB.ENDED_AT)),
                Json.MAPPER.readValue(row.get(JOB.LABELS).data(), LABELS),
                error == null ? null : Json.MAPPER.readTree(error.data()),
                Json.MAPPER.readTree(row.get(JOB.SPEC).data()));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
