package dev.cellmill.status.results;

import dev.cellmill.common.json.Json;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.RawJson;
import dev.cellmill.status.sheet.ShownSheet;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object a line, its values as the database prints them; null where there is none. PostgreSQL prints JSON without
 * line breaks.
 */
final class JsonLinesRows implements RowWriter {
    private static final int BUFFER = 32 * 1024;

    private final boolean provenance;
    private final List<String> inputs;
    private final List<FilledColumn> columns;
    private final Writer characters;

    JsonLinesRows(ShownSheet sheet, ResultOptions options, OutputStream bytes) {
        this.provenance = options.provenance();
        this.inputs = sheet.inputs().stream().map(JsonLinesRows::member).toList();
        this.columns = sheet.columns().stream().map(FilledColumn::of).toList();
        this.characters = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), BUFFER);
    }

    /** The members of a column, as they begin. */
    private record FilledColumn(String value, List<String> provenance) {
        static FilledColumn of(String name) {
            return new FilledColumn(member(name),
                    Provenance.ALL.stream().map(provenance -> member(provenance.header(name))).toList());
        }
    }

    private static String member(String name) {
        return Json.MAPPER.writeValueAsString(name) + ":";
    }

    @Override
    public void begin() {}

    @Override
    public void write(ResultRow row) throws IOException {
        List<String> given = RawJson.elements(row.input());
        characters.write('{');
        boolean first = true;
        for (int i = 0; i < inputs.size(); i++) {
            write(first, inputs.get(i), i < given.size() ? given.get(i) : null);
            first = false;
        }
        for (int place = 0; place < columns.size(); place++) {
            write(first, columns.get(place), row.cells()[place]);
            first = false;
        }
        characters.write("}\n");
    }

    private void write(boolean first, FilledColumn column, @Nullable CellView cell) throws IOException {
        write(first, column.value(), cell == null ? null : cell.value());
        if (provenance) {
            for (int i = 0; i < Provenance.ALL.size(); i++) {
                Object value = cell == null ? null : Provenance.ALL.get(i).of(cell);
                write(false, column.provenance().get(i), value == null ? null : Json.MAPPER.writeValueAsString(value));
            }
        }
    }

    private void write(boolean first, String member, @Nullable String json) throws IOException {
        if (!first) {
            characters.write(',');
        }
        characters.write(member);
        characters.write(json == null ? "null" : json);
    }

    @Override
    public void finish() throws IOException {
        characters.flush();
    }
}
