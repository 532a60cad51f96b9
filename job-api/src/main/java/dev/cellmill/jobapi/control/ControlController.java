package dev.cellmill.jobapi.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobTransition;
import dev.cellmill.jobapi.job.JobLookup;
import dev.cellmill.jobapi.job.JobView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Control of jobs. Each call answers with the job and a receipt. */
@RestController
@RequestMapping("/v1/jobs/{id}")
@Tag(name = "Jobs")
class ControlController {
    private static final String NONE = "none";

    private final ControlJob control;
    private final JobLookup lookup;
    private final Counter cancelled;

    ControlController(ControlJob control, JobLookup lookup, MeterRegistry meters) {
        this.control = control;
        this.lookup = lookup;
        // beside those that the fold counts by lane and provider; nobody tells these of a cell that is never sent
        this.cancelled = Counter.builder("cellmill.cells").tag("lane", NONE).tag("provider", NONE).tag("kind", NONE)
                .tag("outcome", "cancelled").tag("reason", NONE).description("Cells that ended, each once a run")
                .register(meters);
    }

    /** A job after its change, and what the change left behind. */
    record Changed(@JsonUnwrapped JobView job, Receipt receipt) {}

    @Operation(summary = "Pause a job", description = "No call of it begins later than 1 s after the answer, on any worker. Calls in flight finish and are kept.")
    @Answers(refuses = ProblemType.TRANSITION_NOT_ALLOWED)
    @PostMapping("/pause")
    Changed pause(@RequestAttribute Caller caller, @PathVariable UUID id) throws InterruptedException {
        return changed(caller, id, JobTransition.PAUSE);
    }

    @Operation(summary = "Resume a paused job", description = "Nothing is lost and nothing is done twice.")
    @Answers(refuses = {ProblemType.TRANSITION_NOT_ALLOWED, ProblemType.QUOTA_EXCEEDED})
    @PostMapping("/resume")
    Changed resume(@RequestAttribute Caller caller, @PathVariable UUID id) throws InterruptedException {
        return changed(caller, id, JobTransition.RESUME);
    }

    @Operation(summary = "Cancel a job, for good", description = "What is done stays; calls in flight finish and are kept.")
    @Answers(refuses = ProblemType.TRANSITION_NOT_ALLOWED)
    @PostMapping("/cancel")
    Changed cancel(@RequestAttribute Caller caller, @PathVariable UUID id) throws InterruptedException {
        Changed changed = changed(caller, id, JobTransition.CANCEL);
        cancelled.increment(changed.receipt().remaining());
        return changed;
    }

    @Operation(summary = "Run again what failed", description = "The cells that failed, those skipped because of them, and after onError: stop those never sent. What is done stays.")
    @Answers(refuses = {ProblemType.TRANSITION_NOT_ALLOWED, ProblemType.COLUMN_IN_USE, ProblemType.QUOTA_EXCEEDED})
    @PostMapping("/retry-failed")
    Changed retry(@RequestAttribute Caller caller, @PathVariable UUID id) throws InterruptedException {
        return changed(caller, id, JobTransition.RETRY);
    }

    private Changed changed(Caller caller, UUID id, JobTransition transition) throws InterruptedException {
        var job = new JobId(id);
        Receipt receipt = control.apply(caller.tenant(), job, transition);
        return new Changed(lookup.get(caller.tenant(), job), receipt);
    }
}
