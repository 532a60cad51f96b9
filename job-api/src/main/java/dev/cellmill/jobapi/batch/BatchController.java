package dev.cellmill.jobapi.batch;

import static dev.cellmill.jobapi.file.FileProblems.invalid;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.edge.HeldBodies;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.file.FileProblems;
import dev.cellmill.jobapi.file.ListView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/batches}, as OpenAI's SDKs speak it. */
@RestController
@RequestMapping("/v1/batches")
@Tag(name = "OpenAI's Batch API")
class BatchController {
    private static final int LISTED = 20;
    private static final int MOST_LISTED = 100;

    private final Batches batches;
    private final BatchRounds rounds;
    private final EndJob jobs;

    BatchController(Batches batches, BatchRounds rounds, EndJob jobs) {
        this.batches = batches;
        this.rounds = rounds;
        this.jobs = jobs;
    }

    @Operation(summary = "Run a file of requests", description = "Answered at once; the file is then validated, and becomes a job. completion_window is a time such as 24h. max_cost, in USD, is this server's own addition. Refused where its tenant has as many open batches as it may, or keeps more files than it may.")
    @Answers(takes = "NewBatch", refuses = ProblemType.QUOTA_EXCEEDED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    BatchView create(@RequestAttribute @Parameter(hidden = true) Caller caller, HttpServletRequest request)
            throws IOException {
        BatchRequest asked = BatchRequest.read(HeldBodies.read(request.getInputStream(), BatchRequest.MAX_BYTES));
        BatchView batch = batches.create(caller, asked);
        rounds.soon();
        return batch;
    }

    @Operation(summary = "List batches, newest first")
    @GetMapping
    ListView<BatchView> list(@RequestAttribute @Parameter(hidden = true) Caller caller,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = FileProblems.limit(limit, LISTED, MOST_LISTED);
        BatchId from = after == null
                ? null
                : BatchId.of(after).orElseThrow(() -> invalid("after", "invalid_value",
                        "The parameter after is the id of a batch."));
        List<BatchView> read = batches.list(caller.tenant(), from, most + 1);
        return ListView.of(read, most, batch -> batch.id().toString());
    }

    @Operation(summary = "One batch")
    @GetMapping("/{id}")
    BatchView one(@RequestAttribute @Parameter(hidden = true) Caller caller, @PathVariable String id) {
        return batch(caller, id(id));
    }

    @Operation(summary = "Cancel a batch", description = "What is done is kept and written to its output file, the rest to its error file. Its job is cancelled at once.")
    @Answers(refuses = ProblemType.TRANSITION_NOT_ALLOWED)
    @PostMapping("/{id}/cancel")
    BatchView cancel(@RequestAttribute @Parameter(hidden = true) Caller caller, @PathVariable String id)
            throws InterruptedException {
        boolean isCancelled = batches.cancel(caller.tenant(), id(id));
        BatchView batch = batch(caller, id(id));
        if (!isCancelled && batch.status() != BatchStatus.CANCELLING) {
            throw new ProblemException(new Problem(ProblemType.TRANSITION_NOT_ALLOWED,
                    "Cannot cancel a batch with status '%s'.".formatted(batch.status().wireName()), null, null,
                    Map.of("code", "batch_not_cancellable")));
        }
        if (batch.job() != null && batch.status() == BatchStatus.CANCELLING) {
            jobs.end(caller.tenant(), new JobId(batch.job()));
        }
        rounds.soon();
        return batch;
    }

    private BatchView batch(Caller caller, BatchId id) {
        return batches.find(caller.tenant(), id).orElseThrow(FileProblems::notFound);
    }

    private static BatchId id(String id) {
        return BatchId.of(id).orElseThrow(FileProblems::notFound);
    }
}
