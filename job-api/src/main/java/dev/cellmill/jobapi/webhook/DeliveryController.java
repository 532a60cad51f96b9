package dev.cellmill.jobapi.webhook;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Webhooks of jobs. */
@RestController
@RequestMapping("/v1/jobs/{id}")
@Tag(name = "Jobs")
class DeliveryController {
    private final Deliveries deliveries;

    DeliveryController(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Operation(summary = "What was told to a job's webhook, newest first", description = "Each message with its attempts.")
    @GetMapping("/deliveries")
    Page<DeliveryView> list(@RequestAttribute Caller caller, @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return deliveries.list(caller.tenant(), new JobId(id), Page.limit(limit), cursor);
    }

    @Operation(summary = "Send a test message to a job's webhook", description = "Of type webhook.test, whatever events it listens to. Refused while five of the job wait to be delivered.")
    @Answers(refuses = ProblemType.WEBHOOK_MISSING)
    @PostMapping("/webhook/test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    DeliveryView test(@RequestAttribute Caller caller, @PathVariable UUID id) {
        return deliveries.test(caller.tenant(), new JobId(id));
    }
}
