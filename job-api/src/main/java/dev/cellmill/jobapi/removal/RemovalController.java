package dev.cellmill.jobapi.removal;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code DELETE /v1/jobs/{id}}. */
@RestController
@Tag(name = "Jobs")
class RemovalController {
    private final RemoveJob removeJob;

    RemovalController(RemoveJob removeJob) {
        this.removeJob = removeJob;
    }

    @Operation(summary = "Delete a job that has ended", description = "It is gone at once, and what it found with it: the sheet shows again what an earlier job or a person put there. What it spent today still counts. An open one is cancelled first.")
    @Answers(refuses = ProblemType.TRANSITION_NOT_ALLOWED)
    @DeleteMapping("/v1/jobs/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@RequestAttribute Caller caller, @PathVariable UUID id) {
        switch (removeJob.remove(caller.tenant(), new JobId(id))) {
            case RemoveJob.Outcome.Removed _ -> {
            }
            case RemoveJob.Outcome.Unknown _ -> throw new ProblemException(Problem.notFound());
            case RemoveJob.Outcome.Open(var state) -> throw new ProblemException(
                    new Problem(ProblemType.TRANSITION_NOT_ALLOWED,
                            "The job is %s; delete needs one that is cancelled or completed or failed. Cancel it or wait for its end."
                                    .formatted(state.wireName()),
                            null, null, Map.of("state", state.wireName(), "transition", "delete")));
            case RemoveJob.Outcome.InBatch _ -> throw new ProblemException(
                    Problem.of(ProblemType.TRANSITION_NOT_ALLOWED,
                            "The job's batch has still to write its results; delete the job once the batch has ended."));
        }
    }
}
