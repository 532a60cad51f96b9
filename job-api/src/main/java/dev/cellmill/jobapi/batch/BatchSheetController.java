package dev.cellmill.jobapi.batch;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.sheet.Sheet;
import dev.cellmill.jobapi.sheet.SheetBody;
import dev.cellmill.jobapi.sheet.SheetFormat;
import dev.cellmill.jobapi.sheet.SheetSettings;
import dev.cellmill.jobapi.sheet.StoreSheet;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a batch has found as a new sheet, which jobs may fill further. */
@RestController
@Tag(name = "OpenAI's Batch API")
class BatchSheetController {
    private final DSLContext database;
    private final BatchCells cells;
    private final StoreSheet sheets;
    private final long mostBytes;

    BatchSheetController(DSLContext database, BatchCells cells, StoreSheet sheets, SheetSettings settings) {
        this.database = database;
        this.cells = cells;
        this.sheets = sheets;
        this.mostBytes = settings.maxCell().toBytes();
    }

    @Operation(summary = "Make a sheet of a batch's results", description = "A row for each request, in the order of its file: custom_id, content (of the first choice, the first embedding, the response's text) and error. Of a batch that runs, what is done so far. A content that is longer than a cell of a sheet may be is left out, and error says so.")
    @Answers(status = 201, refuses = {ProblemType.SHEET_MALFORMED, ProblemType.SHEET_TOO_LARGE})
    @PostMapping("/v1/batches/{id}/sheet")
    ResponseEntity<Sheet> create(@RequestAttribute @Parameter(hidden = true) Caller caller,
            @PathVariable String id) throws IOException {
        var found = BatchId.of(id).flatMap(batch -> database
                .select(BATCH.SHEET_ID, BATCH.JOB_ID, BATCH.ENDPOINT, BATCH.TOTAL)
                .from(BATCH)
                .where(BATCH.ID.eq(batch.value()), BATCH.TENANT.eq(caller.tenant().value()), BATCH.JOB_ID.isNotNull())
                .fetchOptional()).orElseThrow(() -> new ProblemException(Problem.notFound()));
        if (!database.fetchExists(SHEET, SHEET.ID.eq(found.value1()), SHEET.TENANT.eq(caller.tenant().value()))) {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND,
                    "The sheet of this batch was deleted, and its requests with it; what it answered is in its output file."));
        }
        BatchCells.Reader reader = cells.read(caller.tenant(), new SheetId(found.value1()), new JobId(found.value2()),
                found.value4());
        Endpoint endpoint = Endpoint.ofPath(found.value3()).orElseThrow();
        Sheet sheet = sheets.create(caller.tenant(), id, new SheetBody(SheetFormat.NDJSON, SheetBody.COMMA, false,
                new SheetFeed(() -> row(endpoint, reader.next()))));
        return ResponseEntity.created(URI.create("/v1/sheets/" + sheet.id())).body(sheet);
    }

    private @Nullable ObjectNode row(Endpoint endpoint, BatchCells.@Nullable Cell cell) {
        if (cell == null) {
            return null;
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode().put(BatchSheet.CUSTOM_ID, cell.customId())
                .putNull("content").putNull("error");
        switch (cell.outcome()) {
            case BatchCells.Outcome.Answered(String body) -> answered(row, AnswerText.of(endpoint, body));
            case BatchCells.Outcome.Failed(String _, String message, Integer _, String _) -> row.put("error", message);
            case BatchCells.Outcome.Unfinished _ -> row.put("error", "not done");
        }
        return row;
    }

    /** One answer that is too long does not cost the others. */
    private void answered(ObjectNode row, @Nullable JsonNode content) {
        long bytes = content == null ? 0 : Json.MAPPER.writeValueAsBytes(content).length;
        if (bytes > mostBytes) {
            row.put("error",
                    "the content has %,d bytes, and a cell of a sheet %,d at most; the batch's output file has it"
                            .formatted(bytes, mostBytes));
        } else {
            row.set("content", content);
        }
    }
}
