package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.edge.HeldBodies;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.template.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

/** Submission of jobs. Answered with 202 and the job as it stands, at once or, with {@code ?wait=30s}, at its end or then. */
@RestController
@RequestMapping("/v1/jobs")
@Tag(name = "Jobs")
class SubmitController {
    private final SubmitJob submitJob;
    private final SubmitWithSheet submitWithSheet;
    private final Templates templates;
    private final AwaitEnd awaitEnd;
    private final JobLookup lookup;

    SubmitController(SubmitJob submitJob, SubmitWithSheet submitWithSheet, Templates templates, AwaitEnd awaitEnd,
            JobLookup lookup) {
        this.submitJob = submitJob;
        this.submitWithSheet = submitWithSheet;
        this.templates = templates;
        this.awaitEnd = awaitEnd;
        this.lookup = lookup;
    }

    @Operation(summary = "Submit a job", description = "A job over a sheet that is there, as JSON or YAML. It may name a template and say only what differs.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))})
    @Answers(status = 202, takes = "Job", refuses = {ProblemType.JOB_MALFORMED, ProblemType.JOB_INVALID,
            ProblemType.SHEET_MALFORMED, ProblemType.SHEET_TOO_LARGE, ProblemType.COLUMN_IN_USE,
            ProblemType.IDEMPOTENCY_MISMATCH, ProblemType.QUOTA_EXCEEDED})
    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE,
            "application/x-yaml", "text/yaml"})
    ResponseEntity<JobView> submit(@RequestAttribute Caller caller, HttpServletRequest http,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String wait) throws IOException {
        Duration atMost = AwaitEnd.time(wait);
        JobRequest request = JobRequest.read(http.getInputStream(), MediaType.parseMediaType(http.getContentType()),
                templates.of(caller.tenant()));
        return accepted(caller, submitJob.submit(caller, request, request.spec().sheet(), key), atMost);
    }

    @Operation(summary = "Submit a job together with its sheet", description = "The part sheet is a CSV, or JSON by its media type or name; the part job is JSON or YAML.")
    @Answers(status = 202, takes = "JobWithSheet", refuses = {ProblemType.JOB_MALFORMED, ProblemType.JOB_INVALID,
            ProblemType.SHEET_MALFORMED, ProblemType.SHEET_TOO_LARGE, ProblemType.COLUMN_IN_USE,
            ProblemType.IDEMPOTENCY_MISMATCH, ProblemType.QUOTA_EXCEEDED})
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<JobView> submit(@RequestAttribute Caller caller, @RequestPart Part sheet, @RequestPart Part job,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String wait) throws IOException {
        Duration atMost = AwaitEnd.time(wait);
        return accepted(caller, submitWithSheet.submit(caller, job, sheet, key), atMost);
    }

    private ResponseEntity<JobView> accepted(Caller caller, Submitted submitted, Duration atMost) {
        HeldBodies.letGo();
        awaitEnd.await(caller.tenant(), submitted.id(), atMost);
        JobView job = lookup.get(caller.tenant(), submitted.id());
        return ResponseEntity.accepted().location(URI.create("/v1/jobs/" + submitted.id()))
                .body(submitted.webhook() == null ? job : submitted.webhook().shownIn(job));
    }
}
