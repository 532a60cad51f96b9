package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.edge.HeldBodies;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

/** Cost and time of a job before it starts. */
@RestController
@Tag(name = "Jobs")
class EstimateController {
    private final EstimateJob estimateJob;

    EstimateController(EstimateJob estimateJob) {
        this.estimateJob = estimateJob;
    }

    @Operation(summary = "What a job would cost and how long it would take", description = "A job as it would be submitted, or one that says rowCount in place of a sheet. Nothing is run.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))})
    @Answers(takes = "JobToEstimate", refuses = {ProblemType.JOB_MALFORMED, ProblemType.JOB_INVALID,
            ProblemType.SHEET_MALFORMED, ProblemType.SHEET_TOO_LARGE})
    @PostMapping(path = "/v1/jobs/estimate", consumes = {MediaType.APPLICATION_JSON_VALUE,
            MediaType.APPLICATION_YAML_VALUE, "application/x-yaml", "text/yaml"})
    EstimateView estimate(@RequestAttribute Caller caller, HttpServletRequest http,
            @RequestParam(defaultValue = "true") boolean history)
            throws IOException {
        return estimateJob.estimate(caller.tenant(), HeldBodies.read(http.getInputStream(), JobSpecReader.MAX_BYTES),
                JobRequest.format(MediaType.parseMediaType(http.getContentType())), history);
    }

    @Operation(summary = "What a job would cost on the sheet beside it", description = "The part sheet is a CSV, or JSON by its media type or name; the part job is JSON or YAML.")
    @Answers(takes = "JobWithSheet", refuses = {ProblemType.JOB_MALFORMED, ProblemType.JOB_INVALID,
            ProblemType.SHEET_MALFORMED, ProblemType.SHEET_TOO_LARGE})
    @PostMapping(path = "/v1/jobs/estimate", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    EstimateView estimate(@RequestAttribute Caller caller, @RequestPart Part sheet, @RequestPart Part job,
            @RequestParam(defaultValue = "true") boolean history) throws IOException {
        return estimateJob.estimate(caller.tenant(), job, sheet, history);
    }
}
