package dev.cellmill.status.progress;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.state.CellState;
import dev.cellmill.common.state.RowState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Status")
class PagesController {
    private final ReadRows rows;
    private final ReadCells cells;

    PagesController(ReadRows rows, ReadCells cells) {
        this.rows = rows;
        this.cells = cells;
    }

    @Operation(summary = "A job's rows with their counters")
    @GetMapping("/v1/status/jobs/{id}/rows")
    Page<RowView> rows(
            @RequestAttribute Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return rows.read(caller.tenant(), id, Parameter.state(state, RowState.values()), Page.limit(limit), cursor);
    }

    @Operation(summary = "A job's cells with where their values came from")
    @GetMapping("/v1/status/jobs/{id}/cells")
    Page<CellItem> cells(
            @RequestAttribute Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String column,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var wanted = new ReadCells.Wanted(Parameter.state(state, CellState.values()), column);
        return cells.read(caller.tenant(), id, wanted, Page.limit(limit), cursor);
    }
}
