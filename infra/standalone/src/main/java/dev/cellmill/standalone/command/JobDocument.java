package dev.cellmill.standalone.command;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A job as its file says it, with what the command line sets on top. The server judges whether it is valid. */
final class JobDocument {
    private final ObjectNode job;

    JobDocument(ObjectNode job) {
        this.job = job;
    }

    /** @param file YAML, of which JSON is a part */
    static JobDocument read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        } catch (IOException e) {
            throw new BadInput(
                    "the job file %s cannot be read (%s); name one with --job".formatted(file, e.getMessage()));
        }
    }

    static JobDocument parse(String text, String name) {
        try {
            if (YAMLMapper.shared().readTree(text) instanceof ObjectNode job) {
                return new JobDocument(job);
            }
            throw new BadInput("%s holds no job: it must be a mapping with a key \"columns\"".formatted(name));
        } catch (JacksonException e) {
            throw new BadInput("%s is no YAML: %s".formatted(name, e.getOriginalMessage()));
        }
    }

    JobDocument onSheet(String sheetId) {
        return with("sheet", Json.MAPPER.getNodeFactory().stringNode(sheetId));
    }

    /** @param modes one, or several with commas between them */
    JobDocument withCells(String modes) {
        if (!modes.contains(",")) {
            return with("cells", Json.MAPPER.getNodeFactory().stringNode(modes));
        }
        ArrayNode cells = Json.MAPPER.createArrayNode();
        for (String mode : modes.split(",")) {
            cells.add(mode.strip());
        }
        return with("cells", cells);
    }

    /** Within what else the job says of its budget. */
    JobDocument withMaxCost(BigDecimal dollars) {
        ObjectNode budget = job.path("budget") instanceof ObjectNode given
                ? given.deepCopy()
                : Json.MAPPER.createObjectNode();
        return with("budget", budget.put("maxCost", dollars));
    }

    JobDocument withRows(RowRange range) {
        ObjectNode rows = Json.MAPPER.createObjectNode();
        rows.put("offset", range.offset());
        rows.put("limit", range.limit());
        return with("rows", rows);
    }

    /** Keeps only the named columns, in the job's order. An {@code outputs} group is kept if one of its columns is named. */
    JobDocument withColumns(List<String> names) {
        Set<String> missing = new LinkedHashSet<>(names);
        ArrayNode kept = Json.MAPPER.createArrayNode();
        for (JsonNode column : job.path("columns")) {
            List<String> filled = columnsOf(column);
            if (filled.stream().anyMatch(names::contains)) {
                kept.add(column);
            }
            filled.forEach(missing::remove);
        }
        if (!missing.isEmpty()) {
            throw new BadInput("the job has no column %s; --columns takes: %s".formatted(
                    String.join(", ", missing), String.join(", ", columns())));
        }
        return with("columns", kept);
    }

    /** The names of the columns that the job fills. */
    List<String> columns() {
        return job.path("columns").valueStream().flatMap(column -> columnsOf(column).stream()).toList();
    }

    ObjectNode json() {
        return job.deepCopy();
    }

    private static List<String> columnsOf(JsonNode column) {
        return column.path("outputs").isObject()
                ? List.copyOf(column.get("outputs").propertyNames())
                : List.of(column.path("name").asString(""));
    }

    private JobDocument with(String key, JsonNode value) {
        ObjectNode changed = job.deepCopy();
        changed.set(key, value);
        return new JobDocument(changed);
    }
}
