package dev.cellmill.status.results;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.RawJson;
import dev.cellmill.status.sheet.ShownSheet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 has it: CRLF, quotes where needed, a header; UTF-8 without a byte order mark. */
final class CsvRows implements RowWriter {
    private final ShownSheet sheet;
    private final ResultOptions options;
    private final Writer characters;
    private final CsvWriter lines;

    CsvRows(ShownSheet sheet, ResultOptions options, OutputStream bytes) {
        this.sheet = sheet;
        this.options = options;
        this.characters = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        this.lines = CsvWriter.builder()
                .fieldSeparator(options.delimiter())
                .lineDelimiter(LineDelimiter.CRLF)
                .quoteStrategy(quotes(sheet))
                .build(characters);
    }

    /** The empty value of an only column would be an empty line, which readers pass over. */
    private static QuoteStrategies quotes(ShownSheet sheet) {
        return sheet.inputs().size() + sheet.columns().size() == 1 ? QuoteStrategies.EMPTY : QuoteStrategies.REQUIRED;
    }

    @Override
    public void begin() throws IOException {
        CsvWriter.CsvWriterRecord line = lines.writeRecord();
        sheet.inputs().forEach(name -> write(line, name));
        for (String name : sheet.columns()) {
            write(line, name);
            if (options.provenance()) {
                Provenance.ALL.forEach(provenance -> write(line, provenance.header(name)));
            }
        }
        end(line);
    }

    @Override
    public void write(ResultRow row) throws IOException {
        CsvWriter.CsvWriterRecord line = lines.writeRecord();
        List<String> given = RawJson.elements(row.input());
        for (int i = 0; i < sheet.inputs().size(); i++) {
            write(line, i < given.size() ? RawJson.text(given.get(i)) : "");
        }
        for (CellView cell : row.cells()) {
            write(line, cell == null ? "" : RawJson.text(cell.value()));
            if (options.provenance()) {
                Provenance.ALL.forEach(provenance -> write(line, text(provenance, cell)));
            }
        }
        end(line);
    }

    private static String text(Provenance provenance, @Nullable CellView cell) {
        return cell == null ? "" : provenance.textOf(cell);
    }

    private void write(CsvWriter.CsvWriterRecord line, String value) {
        line.writeField(options.escape() ? FormulaEscape.escape(value) : value);
    }

    private static void end(CsvWriter.CsvWriterRecord line) throws IOException {
        try {
            line.endRecord();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void finish() throws IOException {
        lines.flush();
        characters.flush();
    }
}
