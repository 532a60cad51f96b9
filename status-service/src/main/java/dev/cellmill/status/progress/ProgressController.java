package dev.cellmill.status.progress;

import dev.cellmill.common.id.TenantId;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProgressController {
    private final ReadProgress progress;

    ProgressController(ReadProgress progress) {
        this.progress = progress;
    }

    @GetMapping("/v1/status/jobs/{id}")
    ProgressView progress(@PathVariable UUID id) {
        return progress.read(TenantId.DEFAULT, id);
    }
}
