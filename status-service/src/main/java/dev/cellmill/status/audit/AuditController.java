package dev.cellmill.status.audit;

import dev.cellmill.common.access.Caller;
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
    private final AuditMeters meters;

    AuditController(AuditJob audit, RepairJob repair, AuditMeters meters) {
        this.audit = audit;
        this.repair = repair;
        this.meters = meters;
    }

    private Audit counted(Audit found) {
        meters.found(found);
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
