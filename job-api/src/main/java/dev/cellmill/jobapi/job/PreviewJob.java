package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.template.CellText;
import dev.cellmill.common.template.RenderedTooLarge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Shows what a job would ask for its first rows, and what that would cost. Calls nobody, stores nothing. */
@Component
class PreviewJob {
    static final int MAX_ROWS = 100;

    private final DSLContext db;
    private final SubmitJob submitJob;
    private final JobSheets sheets;
    private final Providers providers;
    private final TokenCount tokens;

    PreviewJob(DSLContext db, SubmitJob submitJob, JobSheets sheets, Providers providers, TokenCount tokens) {
        this.db = db;
        this.submitJob = submitJob;
        this.sheets = sheets;
        this.providers = providers;
        this.tokens = tokens;
    }

    /** @throws ProblemException if the job would be refused, or the number of rows is out of bounds */
    PreviewView preview(TenantId tenant, JobRequest request, int rows) {
        if (rows < 1 || rows > MAX_ROWS) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "The parameter rows is %d; give a number from 1 to %d.".formatted(rows, MAX_ROWS)));
        }
        JobSheet sheet = sheets.read(db, tenant, request.spec().sheet());
        JobPlan plan = submitJob.plan(db, tenant, request.spec(), sheet);
        List<JobSheets.Row> read = sheets.rows(db, sheet, request.spec().rows().firstIn(sheet.rowCount()),
                request.spec().rows().endIn(sheet.rowCount()), rows);
        List<SharedStep> steps = SharedStep.of(plan, request.spec());
        Map<String, ProviderProfile> profiles = providers.announced(db);
        var requests = new ArrayList<PreviewView.Request>();
        for (JobSheets.Row row : read) {
            Map<String, String> names = names(plan, sheet, row);
            for (SharedStep step : steps) {
                requests.add(request(row.number(), step, names, profiles.get(step.step().provider())));
            }
        }
        return summed(requests, read.size());
    }

    /** What a row's templates see; a generated column shows as its tag, since its value is not known yet. */
    static Map<String, String> names(JobPlan plan, JobSheet sheet, JobSheets.Row row) {
        var names = new HashMap<>(plan.parameters());
        for (int place = 0; place < sheet.columns().size(); place++) {
            names.put(sheet.columns().get(place), CellText.of(row.input().get(place)));
        }
        for (PlannedColumn column : plan.columns()) {
            names.put(column.name(), "{{" + column.name() + "}}");
        }
        return names;
    }

    private PreviewView.Request request(int row, SharedStep shared, Map<String, String> names,
            ProviderProfile profile) {
        try {
            String prompt = shared.prompt() == null ? null : shared.prompt().render(names);
            String system = shared.system() == null ? null : shared.system().render(names);
            var inputs = new TreeMap<String, String>();
            profile.references().forEach(name -> inputs.put(name, names.getOrDefault(name, "")));
            shared.inputs().forEach((name, template) -> inputs.put(name, template.render(names)));
            PlannedStep step = shared.step();
            long inputTokens = tokens.of(step, system, prompt);
            return new PreviewView.Request(row, List.copyOf(shared.columns()), shared.place(), step.provider(),
                    step.model(), system, step.examples(), prompt, inputs, inputTokens, shared.outputTokens(),
                    RequestCost.of(profile, step.model(), inputTokens, shared.outputTokens()));
        } catch (RenderedTooLarge e) {
            throw new ProblemException(Problem.of(ProblemType.JOB_INVALID,
                    "Row %d cannot be asked for %s: %s.".formatted(row, shared.columns(), e.getMessage())));
        }
    }

    private static PreviewView summed(List<PreviewView.Request> requests, int rows) {
        List<PreviewView.Request> first = requests.stream().filter(request -> request.step() == 0).toList();
        long inputTokens = first.stream().mapToLong(PreviewView.Request::inputTokens).sum();
        boolean priced = first.stream().allMatch(request -> request.cost() != null);
        BigDecimal cost = first.stream().map(PreviewView.Request::cost).filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new PreviewView(requests, rows, inputTokens, priced ? cost : null);
    }
}
