package dev.cellmill.status.cell;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Status")
class GridController {
    private final ReadGrid grid;

    GridController(ReadGrid grid) {
        this.grid = grid;
    }

    @Operation(summary = "A sheet's rows with their cells")
    @GetMapping("/v1/status/sheets/{id}/rows")
    Grid rows(
            @RequestAttribute Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int offset,
            @RequestParam(required = false) @Nullable Integer limit,
            @Parameter(description = "Characters of each value; a cell that has more is truncated, and its beginning is told as text.") @RequestParam(required = false) @Nullable Integer maxLength)
            throws SQLException {
        if (offset < 0) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "The parameter offset cannot be %d: give a row, from 0.".formatted(offset)));
        }
        if (maxLength != null && maxLength < 1) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "The parameter maxLength cannot be %d: give a number of characters, from 1.".formatted(maxLength)));
        }
        return grid.read(caller.tenant(), id, offset, Page.limit(limit), maxLength);
    }
}
