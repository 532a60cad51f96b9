package dev.cellmill.worker.run;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;

/**
 * The jobs whose tasks come by, one query for each. A plan never changes, so it is never read again. Thread-safe.
 */
final class JobCatalog {
    private static final int MAX_JOBS = 1_000;
    private static final Duration KEPT = Duration.ofMinutes(30);

    private final DSLContext database;
    private final ProviderGates gates;
    private final Patience patience;
    private final LoadingCache<JobId, Optional<RunnableJob>> jobs = Caffeine.newBuilder()
            .maximumSize(MAX_JOBS)
            .expireAfterAccess(KEPT)
            .build(this::load);

    JobCatalog(DSLContext database, ProviderGates gates, Patience patience) {
        this.database = database;
        this.gates = gates;
        this.patience = patience;
    }

    /**
     * Empty if it was deleted: a job stands in the database before its first task is sent. Waits for the database
     * where that is away.
     */
    Optional<RunnableJob> find(JobId job) {
        return patience.untilItSucceeds("the plan of job " + job, () -> jobs.get(job));
    }

    private Optional<RunnableJob> load(JobId job) {
        return database.resultQuery("SELECT tenant, sheet_id, plan FROM jobs.job WHERE id = {0}", job.value())
                .fetchOptional(this::read);
    }

    private RunnableJob read(Record row) {
        var plan = Json.MAPPER.readValue(row.get("plan", JSONB.class).data(), JobPlan.class);
        return RunnableJob.of(new TenantId(row.get("tenant", String.class)),
                new SheetId(row.get("sheet_id", UUID.class)),
                plan, gates::find);
    }
}
