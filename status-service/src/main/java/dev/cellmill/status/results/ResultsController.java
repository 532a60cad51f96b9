package dev.cellmill.status.results;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Writes on the request's own (virtual) thread: an asynchronous answer would be cut off by its timeout. If reading
 * fails once the answer has begun, the connection is cut, so that nobody takes a part for the whole.
 */
@RestController
@Tag(name = "Status")
class ResultsController {
    private final ResultTables tables;
    private final StreamResults results;

    ResultsController(ResultTables tables, StreamResults results) {
        this.tables = tables;
        this.results = results;
    }

    @Operation(summary = "A job's rows with what was found, as a file")
    @Answers(types = {"text/csv", "application/x-ndjson"})
    @GetMapping("/v1/status/jobs/{id}/results")
    void ofJob(
            @RequestAttribute Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "false") boolean provenance,
            @RequestParam(defaultValue = "true") boolean escape,
            @RequestParam(defaultValue = ",") String delimiter,
            HttpServletResponse response) throws IOException, SQLException {
        ResultOptions options = ResultOptions.of(format, provenance, escape, delimiter);
        write(tables.ofJob(caller.tenant(), id), options, response);
    }

    @Operation(summary = "A sheet's rows with what all its jobs found, as a file")
    @Answers(types = {"text/csv", "application/x-ndjson"})
    @GetMapping("/v1/status/sheets/{id}/results")
    void ofSheet(
            @RequestAttribute Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "false") boolean provenance,
            @RequestParam(defaultValue = "true") boolean escape,
            @RequestParam(defaultValue = ",") String delimiter,
            HttpServletResponse response) throws IOException, SQLException {
        ResultOptions options = ResultOptions.of(format, provenance, escape, delimiter);
        if (options.format() == ResultFormat.BATCH) {
            throw ResultOptions.invalid("format", format, "csv or jsonl, or ask for the results of one job");
        }
        write(tables.ofSheet(caller.tenant(), id), options, response);
    }

    private void write(ResultTable table, ResultOptions options, HttpServletResponse response)
            throws IOException, SQLException {
        response.setContentType(options.format().mediaType());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment()
                .filename(FileName.of(table.name(), options.format()), StandardCharsets.UTF_8).build().toString());
        results.stream(table, options, response.getOutputStream());
    }
}
