package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.edge.HeldBodies;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.template.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs: lookup, preview and change. */
@RestController
@RequestMapping("/v1/jobs")
@Tag(name = "Jobs")
class JobController {
    private final DSLContext db;
    private final JobLookup lookup;
    private final PreviewJob previewJob;
    private final PatchJob patchJob;
    private final Templates templates;

    JobController(DSLContext db, JobLookup lookup, PreviewJob previewJob, PatchJob patchJob, Templates templates) {
        this.db = db;
        this.lookup = lookup;
        this.previewJob = previewJob;
        this.patchJob = patchJob;
        this.templates = templates;
    }

    @Operation(summary = "The requests of a job's first rows, as they would be sent; no call is made")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))})
    @Answers(takes = "Job", refuses = {ProblemType.JOB_MALFORMED, ProblemType.JOB_INVALID})
    @PostMapping(path = "/preview", consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE,
            "application/x-yaml", "text/yaml"})
    PreviewView preview(@RequestAttribute Caller caller, HttpServletRequest http,
            @RequestParam(defaultValue = "5") int rows) throws IOException {
        JobRequest request = JobRequest.read(http.getInputStream(), MediaType.parseMediaType(http.getContentType()),
                templates.of(caller.tenant()));
        return previewJob.preview(caller.tenant(), request, rows);
    }

    @Operation(summary = "List jobs, newest first")
    @GetMapping
    Page<JobView> list(@RequestAttribute Caller caller, @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable List<String> label,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return lookup.list(db, caller.tenant(), JobFilter.state(state), JobFilter.labels(label), Page.limit(limit),
                cursor);
    }

    @Operation(summary = "Change a job that has not ended", description = "Its concurrency, priority, labels, webhook, budget, pace or startAt; what is left out stays.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    @Answers(takes = "JobChange", refuses = {ProblemType.JOB_MALFORMED, ProblemType.JOB_INVALID,
            ProblemType.TRANSITION_NOT_ALLOWED})
    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    JobView patch(@RequestAttribute Caller caller, HttpServletRequest http, @PathVariable UUID id) throws IOException {
        JobWebhook set = patchJob.patch(caller.tenant(), new JobId(id),
                HeldBodies.read(http.getInputStream(), JobSpecReader.MAX_BYTES));
        return shown(caller, new JobId(id), set);
    }

    @Operation(summary = "One job")
    @GetMapping("/{id}")
    JobView one(@RequestAttribute Caller caller, @PathVariable UUID id) {
        return job(caller, new JobId(id));
    }

    /** @param set the webhook that this request has set, whose secret is shown here and nowhere again */
    private JobView shown(Caller caller, JobId id, @Nullable JobWebhook set) {
        return set == null ? job(caller, id) : set.shownIn(job(caller, id));
    }

    private JobView job(Caller caller, JobId id) {
        return lookup.find(db, caller.tenant(), id).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }
}
