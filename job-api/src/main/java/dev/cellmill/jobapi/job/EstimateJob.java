package dev.cellmill.jobapi.job;

import dev.cellmill.common.condition.Condition;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.ColumnSpec;
import dev.cellmill.common.job.EstimateReading;
import dev.cellmill.common.job.JobFormat;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.job.StepSpec;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.template.InvalidTemplate;
import dev.cellmill.common.template.Template;
import dev.cellmill.jobapi.sheet.StoreSheet;
import dev.cellmill.jobapi.template.Templates;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Estimates a job that nobody has submitted: on its sheet, on one beside it, or on one that need not exist. */
@Component
class EstimateJob {
    private final DSLContext db;
    private final SubmitJob submitJob;
    private final JobSheets sheets;
    private final Providers providers;
    private final StoreSheet storeSheet;
    private final Estimates estimates;
    private final Templates templates;

    EstimateJob(DSLContext db, SubmitJob submitJob, JobSheets sheets, Providers providers, StoreSheet storeSheet,
            Estimates estimates, Templates templates) {
        this.db = db;
        this.submitJob = submitJob;
        this.sheets = sheets;
        this.providers = providers;
        this.storeSheet = storeSheet;
        this.estimates = estimates;
        this.templates = templates;
    }

    /**
     * @param withHistory whether what earlier jobs took is taken into account
     * @throws ProblemException if the job would be refused
     */
    EstimateView estimate(TenantId tenant, byte[] body, JobFormat format, boolean withHistory) {
        return switch (JobSpecReader.readForEstimate(body, format,
                document -> supposedSheetFirst(document, templates.of(tenant)))) {
            case EstimateReading.Read(JobSpec spec, JsonNode document, Integer rowCount) -> estimate(tenant,
                    new JobRequest(spec, document, new byte[0]),
                    rowCount == null ? sheets.read(db, tenant, spec.sheet()) : supposed(spec, rowCount), withHistory);
            case EstimateReading.Refused(var problems) -> throw new ProblemException(problems);
        };
    }

    /**
     * The sheet is stored as an upload is, and taken away again.
     *
     * @throws ProblemException if the job or the sheet would be refused
     */
    EstimateView estimate(TenantId tenant, Part job, Part sheet, boolean withHistory) throws IOException {
        JobRequest request = SubmitWithSheet.read(job, templates.of(tenant));
        UploadedSheet uploaded = UploadedSheet.of(sheet.getContentType(), sheet.getSubmittedFileName());
        SheetId stored;
        try (InputStream rows = sheet.getInputStream()) {
            stored = storeSheet.create(tenant, uploaded.name(), uploaded.body(rows)).id();
        }
        try {
            return estimate(tenant, request, sheets.read(db, tenant, stored), withHistory);
        } finally {
            storeSheet.discard(tenant, stored);
        }
    }

    /** A number of rows takes the place of a template's sheet. */
    private static JsonNode supposedSheetFirst(JsonNode document, UnaryOperator<JsonNode> template) {
        JsonNode whole = template.apply(document);
        return document.hasNonNull("rowCount") && !document.hasNonNull("sheet")
                ? SubmitWithSheet.withoutSheet(whole)
                : whole;
    }

    private EstimateView estimate(TenantId tenant, JobRequest request, JobSheet sheet, boolean withHistory) {
        return estimates.estimate(new Estimates.Subject(tenant, request.spec(),
                submitJob.plan(db, tenant, request.spec(), sheet), sheet, null), withHistory);
    }

    /** A sheet that is not there, with every column that the job refers to and does not fill itself. */
    private JobSheet supposed(JobSpec spec, int rowCount) {
        Map<String, ProviderProfile> profiles = providers.announced(db);
        var names = new TreeSet<String>();
        for (ColumnSpec column : spec.columns()) {
            var templates = new ArrayList<@Nullable String>();
            templates.add(column.prompt());
            templates.add(column.system());
            addAll(templates, column.inputs());
            for (StepSpec step : column.steps()) {
                templates.add(step.prompt());
                templates.add(step.system());
                addAll(templates, step.inputs());
                if (step.provider() != null && profiles.containsKey(step.provider())) {
                    names.addAll(profiles.get(step.provider()).references());
                }
            }
            if (column.runIf() != null
                    && Condition.compile(column.runIf()) instanceof Condition.Compiled.Usable(Condition condition)) {
                names.addAll(condition.references());
            }
            templates.forEach(template -> names.addAll(references(template)));
        }
        spec.columns().forEach(column -> column.targets().forEach(target -> names.remove(target.name())));
        names.removeAll(spec.parameters().keySet());
        return new JobSheet(SheetId.next(), "", List.copyOf(names), rowCount);
    }

    private static void addAll(List<@Nullable String> templates, @Nullable Map<String, String> inputs) {
        if (inputs != null) {
            templates.addAll(inputs.values());
        }
    }

    /** Of a template that cannot be read, none: the plan says what is wrong with it. */
    private static Collection<String> references(@Nullable String template) {
        try {
            return template == null ? List.of() : Template.ofText(template).references();
        } catch (InvalidTemplate _) {
            return List.of();
        }
    }
}
