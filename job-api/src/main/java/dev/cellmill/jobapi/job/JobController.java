package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

/** Jobs: submission and lookup. */
@RestController
@RequestMapping("/v1/jobs")
@Tag(name = "Jobs")
class JobController {
    private final DSLContext db;
    private final SubmitJob submitJob;
    private final SubmitWithSheet submitWithSheet;
    private final JobLookup lookup;
    private final PreviewJob previewJob;
    private final PatchJob patchJob;

    JobController(DSLContext db, SubmitJob submitJob, SubmitWithSheet submitWithSheet, JobLookup lookup,
            PreviewJob previewJob, PatchJob patchJob) {
        this.db = db;
        this.submitJob = submitJob;
        this.submitWithSheet = submitWithSheet;
        this.lookup = lookup;
        this.previewJob = previewJob;
        this.patchJob = patchJob;
    }

    @Operation(summary = "Submit a job", description = "A job over a sheet that is there, as JSON or YAML.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))})
    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE,
            "application/x-yaml", "text/yaml"})
    ResponseEntity<JobView> submit(@RequestAttribute Caller caller, HttpServletRequest http,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) throws IOException {
        JobRequest request = JobRequest.read(http.getInputStream(), MediaType.parseMediaType(http.getContentType()));
        return accepted(caller, submitJob.submit(caller, request, request.spec().sheet(), key));
    }

    @Operation(summary = "Submit a job together with its sheet", description = "The part sheet is a CSV, or JSON by its media type or name; the part job is JSON or YAML.")
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<JobView> submit(@RequestAttribute Caller caller, @RequestPart Part sheet, @RequestPart Part job,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) throws IOException {
        return accepted(caller, submitWithSheet.submit(caller, job, sheet, key));
    }

    private ResponseEntity<JobView> accepted(Caller caller, Submitted submitted) {
        JobId id = submitted.id();
        return ResponseEntity.accepted().location(URI.create("/v1/jobs/" + id)).body(shown(caller, id, submitted.webhook()));
    }

    @Operation(summary = "The requests of a job's first rows, as they would be sent; no call is made")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))})
    @PostMapping(path = "/preview", consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE,
            "application/x-yaml", "text/yaml"})
    PreviewView preview(@RequestAttribute Caller caller, HttpServletRequest http,
            @RequestParam(defaultValue = "5") int rows) throws IOException {
        JobRequest request = JobRequest.read(http.getInputStream(), MediaType.parseMediaType(http.getContentType()));
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

    @Operation(summary = "Change a job that has not ended", description = "Its concurrency, priority, labels or webhook; what is left out stays.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    JobView patch(@RequestAttribute Caller caller, HttpServletRequest http, @PathVariable UUID id) throws IOException {
        JobWebhook set = patchJob.patch(caller.tenant(), new JobId(id),
                http.getInputStream().readNBytes(JobSpecReader.MAX_BYTES + 1));
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
