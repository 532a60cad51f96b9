package dev.cellmill.jobapi.template;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.edge.HeldBodies;
import dev.cellmill.common.job.JobFormat;
import dev.cellmill.common.job.JobReading;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.page.Cursor;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /v1/templates}. */
@RestController
@RequestMapping("/v1/templates")
@Tag(name = "Templates")
class TemplateController {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String LIST = "templates";

    private final Templates templates;

    TemplateController(Templates templates) {
        this.templates = templates;
    }

    @Operation(summary = "Store a job as a template", description = "A job as JSON or YAML; its sheet may be left out. It takes the place of what the name stood for; jobs that were made of that stay as they are.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))})
    @Answers(status = {200, 201}, takes = "Job", refuses = {ProblemType.JOB_MALFORMED, ProblemType.JOB_INVALID})
    @PutMapping(path = "/{name}", consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE,
            "application/x-yaml", "text/yaml"})
    ResponseEntity<TemplateView> put(@RequestAttribute Caller caller, HttpServletRequest http,
            @PathVariable String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "A template's name is 1 to 100 letters, digits, '.', '-' and '_', and begins with one of the first two."));
        }
        Templates.Stored stored = templates.put(caller.tenant(), name, read(http));
        return ResponseEntity.status(stored.made() ? HttpStatus.CREATED : HttpStatus.OK).body(stored.view().redacted());
    }

    @Operation(summary = "One template")
    @GetMapping("/{name}")
    TemplateView one(@RequestAttribute Caller caller, @PathVariable String name) {
        return Optional.of(name)
                .filter(NAME.asMatchPredicate())
                .flatMap(known -> templates.find(caller.tenant(), known))
                .map(TemplateView::redacted)
                .orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    @Operation(summary = "List templates, in the order of their names")
    @GetMapping
    Page<TemplateView.Item> list(@RequestAttribute Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor, LIST, 1);
        int most = Page.limit(limit);
        return Page.of(
                templates.list(caller.tenant(), after == null ? null : after.keys().getFirst().replace("\0", ""),
                        most + 1),
                most,
                last -> Cursor.of(LIST, last.name()));
    }

    /** Held to all that a job can be held to without its sheet and the providers. */
    private static JsonNode read(HttpServletRequest http) throws IOException {
        byte[] body = HeldBodies.read(http.getInputStream(), JobSpecReader.MAX_BYTES);
        boolean json = MediaType.parseMediaType(http.getContentType()).getSubtype().endsWith("json");
        return switch (JobSpecReader.read(body, json ? JobFormat.JSON : JobFormat.YAML, TemplateController::ofNone)) {
            case JobReading.Read(var spec, JsonNode document) -> document;
            case JobReading.Refused(var problems) -> throw new ProblemException(problems);
        };
    }

    private static JsonNode ofNone(JsonNode document) {
        if (document.hasNonNull(Templates.MEMBER)) {
            throw new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/" + Templates.MEMBER,
                    "A template is not made of another; write out what it takes from there."));
        }
        return document;
    }
}
