package dev.cellmill.status.audit;

import dev.cellmill.common.access.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/status/jobs/{id}/audit}. */
@RestController
@Tag(name = "Status")
@RequestMapping("/v1/status/jobs/{id}/audit")
class AuditController {
    private final AuditJob audit;
    private final RepairJob repair;
    private final Counter equal;
    private final Counter unequal;

    AuditController(AuditJob audit, RepairJob repair, MeterRegistry meters) {
        this.audit = audit;
        this.repair = repair;
        this.equal = counter(meters, "equal");
        this.unequal = counter(meters, "unequal");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("cellmill.audits").tag("outcome", outcome)
                .description("Audits and repairs of jobs, by whether the counters equalled the cells").register(meters);
    }

    private Audit counted(Audit found) {
        (found.equal() ? equal : unequal).increment();
        return found;
    }

    @Operation(summary = "Recount a job's cells and compare")
    @GetMapping
    Audit audit(@RequestAttribute Caller caller, @PathVariable UUID id) throws SQLException {
        return counted(audit.audit(caller.tenant(), id));
    }

    /** Answers what was found. */
    @Operation(summary = "Store the recount", description = "An operator's tool; answers what was found.")
    @PostMapping("/repair")
    Audit repair(@RequestAttribute Caller caller, @PathVariable UUID id) throws SQLException {
        return counted(repair.repair(caller.tenant(), id));
    }
}
