package dev.cellmill.status.progress;

import dev.cellmill.common.access.Caller;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProgressController {
    private final ReadProgress progress;

    ProgressController(ReadProgress progress) {
        this.progress = progress;
    }

    @GetMapping("/v1/status/jobs/{id}")
    ProgressView progress(@RequestAttribute Caller caller, @PathVariable UUID id) {
        return progress.read(caller.tenant(), id);
    }
}
