package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.page.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What jobs took so far. */
@RestController
@Tag(name = "Jobs")
class HistoryController {
    private final ReadHistory history;

    HistoryController(ReadHistory history) {
        this.history = history;
    }

    @Operation(summary = "What a call took so far, on average", description = "By provider, model and column, over the newest steps that match.")
    @GetMapping("/v1/history")
    Page<HistoryItem> list(@RequestAttribute Caller caller,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String column) {
        return new Page<>(history.read(caller.tenant(), provider, model, column), null);
    }
}
