package dev.cellmill.jobapi.file;

import static dev.cellmill.jobapi.file.FileProblems.invalid;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/files}, as OpenAI's SDKs speak it. */
@RestController
@RequestMapping(FileController.PATH)
@Tag(name = "OpenAI's Batch API")
class FileController {
    static final String PATH = "/v1/files";

    private static final int MOST_LISTED = 10_000;

    private final UploadForm form;
    private final Files files;
    private final FileContent content;
    private final FileSweeper sweeper;

    FileController(UploadForm form, Files files, FileContent content, FileSweeper sweeper) {
        this.form = form;
        this.files = files;
        this.content = content;
        this.sweeper = sweeper;
    }

    /** What is left of a file that was deleted. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Deleted(FileId id, String object, boolean deleted) {}

    @Operation(summary = "Upload a file", description = "A form with the file and its purpose, which is \"batch\": JSON lines, a request each. Stored as it comes, as long as the files of its tenant are not more, or longer together, than they may be.")
    @Answers(takes = "FileForm", refuses = ProblemType.QUOTA_EXCEEDED)
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    FileView upload(@RequestAttribute @Parameter(hidden = true) Caller caller, HttpServletRequest request)
            throws IOException {
        return FileView.of(form.read(caller.tenant(), request));
    }

    @Operation(summary = "List files, newest first")
    @GetMapping
    ListView<FileView> list(@RequestAttribute @Parameter(hidden = true) Caller caller,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "desc") String order) {
        int most = FileProblems.limit(limit, MOST_LISTED, MOST_LISTED);
        if (!List.of("asc", "desc").contains(order)) {
            throw invalid("order", "invalid_value", "The parameter order is asc or desc.");
        }
        FileId from = after == null
                ? null
                : FileId.of(after).orElseThrow(() -> invalid("after", "invalid_value",
                        "The parameter after is the id of a file."));
        List<FileView> read = files.list(caller.tenant(), purpose, from, order.equals("asc"), most + 1).stream()
                .map(FileView::of).toList();
        return ListView.of(read, most, file -> file.id().toString());
    }

    @Operation(summary = "One file")
    @GetMapping("/{id}")
    FileView one(@RequestAttribute @Parameter(hidden = true) Caller caller, @PathVariable String id) {
        return FileView.of(file(caller, id));
    }

    @Operation(summary = "Delete a file", description = "One that a batch still reads stays.")
    @DeleteMapping("/{id}")
    Deleted delete(@RequestAttribute @Parameter(hidden = true) Caller caller, @PathVariable String id) {
        FileId file = FileId.of(id).orElseThrow(FileProblems::notFound);
        return switch (files.mark(caller.tenant(), file)) {
            case MARKED -> {
                sweeper.soon();
                yield new Deleted(file, "file", true);
            }
            case UNKNOWN -> throw FileProblems.notFound();
            case IN_USE -> throw invalid(null, "file_in_use",
                    "A batch is reading this file; delete it once the batch is in progress, or cancel the batch.");
        };
    }

    @Operation(summary = "A file's content", description = "With Range a part of it.")
    @ApiResponse(responseCode = "200", description = "The whole file", content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "206", description = "The part that Range names", content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "416", description = "Range names no part of it; there is no body", content = @Content)
    @GetMapping("/{id}/content")
    void content(@RequestAttribute @Parameter(hidden = true) Caller caller, @PathVariable String id,
            @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
            @RequestHeader(name = HttpHeaders.IF_RANGE, required = false) @Nullable String ifRange,
            HttpServletResponse response) throws IOException {
        StoredFile file = file(caller, id);
        String tag = "\"" + file.id() + "\"";
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.ETAG, tag);
        switch (ByteRange.of(ifRange == null || ifRange.equals(tag) ? range : null, file.bytes())) {
            case ByteRange.Whole _ -> send(caller, file, 0, file.bytes(), response);
            case ByteRange.Part(long from, long to) -> {
                response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
                response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes %d-%d/%d".formatted(from, to - 1, file.bytes()));
                send(caller, file, from, to, response);
            }
            case ByteRange.Beyond _ -> {
                response.setStatus(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value());
                response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.bytes());
            }
        }
    }

    private void send(Caller caller, StoredFile file, long from, long to, HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setContentLengthLong(to - from);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment()
                .filename(file.filename(), StandardCharsets.UTF_8).build().toString());
        try (InputStream bytes = content.read(caller.tenant(), file.id(), from, to)) {
            bytes.transferTo(response.getOutputStream());
        }
    }

    private StoredFile file(Caller caller, String id) {
        return FileId.of(id).flatMap(file -> files.find(caller.tenant(), file)).orElseThrow(FileProblems::notFound);
    }
}
