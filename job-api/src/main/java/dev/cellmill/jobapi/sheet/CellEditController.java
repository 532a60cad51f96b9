package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.edge.BodyAtMost;
import dev.cellmill.common.id.SheetId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What people put in a sheet's cells. */
@RestController
@RequestMapping("/v1/sheets/{id}/cells/{row}/{column}")
@Tag(name = "Sheets")
class CellEditController {
    /** A value of 1 MB whose every character is escaped, and what stands around it. */
    private static final int LONGEST = 8 * 1024;

    private final EditCell edit;

    CellEditController(EditCell edit) {
        this.edit = edit;
    }

    /**
     * A person's value.
     *
     * @param validated never to be found anew
     */
    record Edit(@Nullable JsonNode value, @Nullable Boolean validated) {}

    @Operation(summary = "Put a value in a cell", description = "It is shown in place of what is found; a validated one is never found anew.")
    @Answers(takes = "CellEdit")
    @PutMapping
    Edit put(@RequestAttribute Caller caller, @PathVariable SheetId id, @PathVariable int row,
            @PathVariable String column, @RequestBody @BodyAtMost(kilobytes = LONGEST) Edit body) {
        boolean validated = Boolean.TRUE.equals(body.validated());
        edit.put(caller.tenant(), new EditCell.Place(id, row, column), body.value(), validated);
        return new Edit(body.value(), validated);
    }

    @Operation(summary = "Take a person's value out of a cell; what was found shows again")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@RequestAttribute Caller caller, @PathVariable SheetId id, @PathVariable int row,
            @PathVariable String column) {
        edit.delete(caller.tenant(), new EditCell.Place(id, row, column));
    }
}
