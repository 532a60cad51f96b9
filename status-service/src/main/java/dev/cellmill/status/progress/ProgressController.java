package dev.cellmill.status.progress;

import dev.cellmill.common.access.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Status")
class ProgressController {
    private final ReadProgress progress;

    ProgressController(ReadProgress progress) {
        this.progress = progress;
    }

    @Operation(summary = "How far a job is", description = "From counters alone, whatever the job's size.")
    @GetMapping("/v1/status/jobs/{id}")
    ProgressView progress(@RequestAttribute Caller caller, @PathVariable UUID id) {
        return progress.read(caller.tenant(), id);
    }
}
