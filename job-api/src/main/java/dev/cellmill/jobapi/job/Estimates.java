package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.plan.ColumnFingerprint;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.jobapi.estimate.Expected;
import dev.cellmill.jobapi.estimate.Limits;
import dev.cellmill.jobapi.estimate.Load;
import dev.cellmill.jobapi.estimate.Price;
import dev.cellmill.jobapi.job.EstimatedSteps.Estimated;
import dev.cellmill.jobapi.job.StepHistory.ColumnStep;
import dev.cellmill.jobapi.job.StepHistory.ProviderModel;
import dev.cellmill.jobapi.schedule.LiveWorkers;
import dev.cellmill.jobapi.schedule.StaleCells;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Estimates a planned job. Every cell that is filled counts with its first step whole; a later step counts with the
 * part of its column's tasks that history saw come so far, and without history as if every cell did, which is the worst.
 */
@Component
class Estimates {
    private final DSLContext db;
    private final JobSheets sheets;
    private final Providers providers;
    private final PromptTokens tokens;
    private final ShownCounts shown;
    private final StepHistory history;
    private final LiveWorkers workers;
    private final StaleCells stale;

    Estimates(DSLContext db, JobSheets sheets, Providers providers, PromptTokens tokens, ShownCounts shown,
            StepHistory history, LiveWorkers workers, StaleCells stale) {
        this.stale = stale;
        this.db = db;
        this.sheets = sheets;
        this.providers = providers;
        this.tokens = tokens;
        this.shown = shown;
        this.history = history;
        this.workers = workers;
    }

    /** What is to be estimated. @param stored null unless the job is there already; it is no history of itself */
    record Subject(TenantId tenant, JobSpec spec, JobPlan plan, JobSheet sheet, @Nullable JobId stored) {
        int first() {
            return spec.rows().firstIn(sheet.rowCount());
        }

        int end() {
            return spec.rows().endIn(sheet.rowCount());
        }
    }

    /** What earlier jobs tell. */
    private record Known(Map<String, UUID> fingerprints, Map<ColumnStep, Taken> columns,
            Map<ProviderModel, Taken> providers) {
        @Nullable
        Taken same(SharedStep step, int place) {
            return columns.get(new ColumnStep(fingerprints.get(step.columns().getFirst()), place));
        }

        /** The part of a column's tasks that came to this step. */
        double reach(SharedStep step) {
            Taken first = same(step, 0);
            if (step.place() == 0 || first == null || first.tasks() == 0) {
                return 1;
            }
            Taken here = same(step, step.place());
            return here == null ? 0 : Math.min(1, here.tasks() / (double) first.tasks());
        }
    }

    EstimateView estimate(Subject job, boolean withHistory) {
        Map<String, CellPlan> plans = new HashMap<>();
        Map<String, Long> cells = new HashMap<>();
        for (PlannedColumn column : job.plan().columns()) {
            plans.put(column.name(), shown.count(job.tenant(), job.sheet(), column.name(), job.spec().rows(),
                    job.stored()));
        }
        if (plans.values().stream().anyMatch(plan -> plan.done() > 0)) {
            Map<String, Double> parts = stale.parts(job.tenant(), job.sheet().id(), job.sheet().columns(), job.plan(),
                    job.spec().rows(), job.sheet().rowCount());
            plans.replaceAll((column, plan) -> plan.withStale(parts.getOrDefault(column, 0.0)));
        }
        plans.forEach((column, plan) -> cells.put(column, plan.chosen(job.spec().cells())));
        Map<String, ProviderProfile> profiles = providers.announced(db);
        Known known = withHistory ? known(job) : new Known(Map.of(), Map.of(), Map.of());
        List<SharedStep> shared = SharedStep.of(job.plan(), job.spec());
        boolean prompted = shared.stream().anyMatch(step -> step.step().family() == ProviderFamily.LLM);
        List<JobSheets.Row> rows = prompted
                ? sheets.sample(db, job.sheet(), job.first(), job.end(), PromptTokens.ROWS)
                : List.of();
        List<Estimated> steps = new ArrayList<>();
        for (SharedStep step : shared) {
            ProviderProfile profile = profiles.get(step.step().provider());
            steps.add(new Estimated(step, load(job, step, cells, known, rows, profile), profile));
        }
        return new EstimatedSteps(steps, plans, cells).view(new Limits(job.spec().run().requestsPerMinute(), null,
                job.spec().concurrency()),
                Math.max(1, workers.count()));
    }

    private Known known(Subject job) {
        Map<String, UUID> fingerprints = new HashMap<>();
        List<ProviderModel> models = new ArrayList<>();
        for (PlannedColumn column : job.plan().columns()) {
            fingerprints.put(column.name(),
                    ColumnFingerprint.of(job.tenant(), column, job.plan().parameters()).toUuid());
            column.steps().forEach(step -> models.add(ProviderModel.of(step.provider(), step.model())));
        }
        return new Known(fingerprints, history.ofColumns(job.tenant(), fingerprints.values(), job.stored()),
                history.ofProviders(job.tenant(), models, job.stored()));
    }

    private Load load(Subject job, SharedStep shared, Map<String, Long> cells, Known known,
            List<JobSheets.Row> rows, @Nullable ProviderProfile profile) {
        PlannedStep step = shared.step();
        int stage = job.plan().columns().stream().filter(column -> shared.columns().contains(column.name()))
                .mapToInt(PlannedColumn::stage).max().orElse(0);
        Taken same = known.same(shared, shared.place());
        boolean counting = same == null || same.calls() == 0;
        Expected expected = Expectations.of(shared, same,
                known.providers().get(ProviderModel.of(step.provider(), step.model())),
                counting ? tokens.mean(shared, job.plan(), job.sheet(), rows) : null,
                counting ? tokens.ofTemplate(shared) : 0);
        long most = shared.columns().stream().mapToLong(column -> cells.getOrDefault(column, 0L)).max().orElse(0);
        return new Load(step.provider(), stage, Load.requests(most, known.reach(shared)), expected,
                price(profile, step.model()));
    }

    /** A model without a price counts as free. */
    private static Price price(@Nullable ProviderProfile profile, @Nullable String model) {
        if (profile == null) {
            return Price.FREE;
        }
        ProviderProfile.Model listed = model == null ? null : profile.models().get(model);
        boolean priced = profile.family() == ProviderFamily.LLM && listed != null && listed.hasPrice();
        return priced
                ? new Price(listed.inputPerMillion(), listed.outputPerMillion(), profile.costPerCall())
                : new Price(BigDecimal.ZERO, BigDecimal.ZERO, profile.costPerCall());
    }
}
