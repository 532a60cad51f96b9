package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.page.Cursor;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/sheets}. */
@RestController
@Tag(name = "Sheets")
@RequestMapping("/v1/sheets")
class SheetController {
    private static final int MAX_NAME = 200;
    private static final String LIST = "sheets";

    private final StoreSheet store;
    private final Sheets sheets;
    private final SheetRemoval removal;
    private final SheetSweeper sweeper;

    SheetController(StoreSheet store, Sheets sheets, SheetRemoval removal, SheetSweeper sweeper) {
        this.store = store;
        this.sheets = sheets;
        this.removal = removal;
        this.sweeper = sweeper;
    }

    @Operation(summary = "Make a sheet of rows", description = "CSV, a JSON object a line, or an array of objects; gzip too. All of it or nothing is kept.")
    @Answers(status = 201, takes = "Rows", refuses = {ProblemType.SHEET_MALFORMED, ProblemType.SHEET_TOO_LARGE})
    @PostMapping(consumes = {RequestBodies.CSV, RequestBodies.NDJSON, RequestBodies.JSON})
    ResponseEntity<Sheet> create(@RequestAttribute Caller caller, @RequestParam(defaultValue = "sheet") String name,
            @RequestParam @Nullable String delimiter, HttpServletRequest request) throws IOException {
        Sheet sheet = store.create(caller.tenant(), checked(name), RequestBodies.of(request, delimiter));
        return ResponseEntity.created(URI.create("/v1/sheets/" + sheet.id())).body(sheet);
    }

    @Operation(summary = "Append rows to a sheet")
    @Answers(takes = "Rows", refuses = {ProblemType.SHEET_MALFORMED, ProblemType.SHEET_TOO_LARGE,
            ProblemType.SHEET_BUSY})
    @PostMapping(path = "/{id}/rows", consumes = {RequestBodies.CSV, RequestBodies.NDJSON, RequestBodies.JSON})
    Sheet append(@RequestAttribute Caller caller, @PathVariable SheetId id, @RequestParam @Nullable String delimiter,
            HttpServletRequest request)
            throws IOException {
        return store.append(caller.tenant(), id, RequestBodies.of(request, delimiter));
    }

    @Operation(summary = "List sheets, newest first")
    @GetMapping
    Page<Sheet> list(@RequestAttribute Caller caller, @RequestParam @Nullable String contentHash,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor, LIST, 1);
        int most = Page.limit(limit);
        return Page.of(sheets.list(caller.tenant(), contentHash == null ? null : bytes(contentHash),
                after == null ? null : after.uuid(0), most + 1), most, last -> Cursor.of(LIST, last.id()));
    }

    @Operation(summary = "One sheet")
    @GetMapping("/{id}")
    Sheet get(@RequestAttribute Caller caller, @PathVariable SheetId id) {
        return sheets.find(caller.tenant(), id).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    /** The sheet is gone at once for everyone; its rows go after the answer. */
    @Operation(summary = "Delete a sheet")
    @Answers(refuses = ProblemType.SHEET_IN_USE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@RequestAttribute Caller caller, @PathVariable SheetId id) {
        switch (removal.mark(caller.tenant(), id)) {
            case MARKED -> sweeper.wake();
            case UNKNOWN -> throw new ProblemException(Problem.notFound());
            case IN_USE -> throw new ProblemException(Problem.of(ProblemType.SHEET_IN_USE,
                    "A job on this sheet is open; cancel it or wait for its end, then delete."));
        }
    }

    private static String checked(String name) {
        if (name.isBlank() || name.length() > MAX_NAME || !StorableText.isStorable(name)) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "The parameter name is 1 to %d characters, without NUL.".formatted(MAX_NAME)));
        }
        return name;
    }

    private static byte[] bytes(String hash) {
        try {
            return HexFormat.of().parseHex(hash);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "The parameter contentHash is the SHA-256 of a file in hexadecimal."));
        }
    }
}
