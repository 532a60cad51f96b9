package dev.cellmill.status.cell;

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
class CellController {
    private final ReadCell cells;

    CellController(ReadCell cells) {
        this.cells = cells;
    }

    @Operation(summary = "One cell whole", description = "Its request, answer, attempts and earlier runs.")
    @GetMapping("/v1/status/cells/{sheet}/{row}/{column}")
    WholeCell cell(@RequestAttribute Caller caller, @PathVariable UUID sheet, @PathVariable int row,
            @PathVariable String column) {
        return cells.read(caller.tenant(), sheet, row, column);
    }
}
