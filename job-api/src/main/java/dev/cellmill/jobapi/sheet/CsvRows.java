package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.SheetProblems.shown;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import dev.cellmill.common.problem.ProblemException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as RFC 4180 has it: the first line is the header, every row has as many values, values are kept as they
 * stand. Rows end with any of {@code \n}, {@code \r\n} and {@code \r}. A quote within an unquoted value is part of it.
 *
 * <p>A blank line is a row of one empty value, as the RFC has it. So it is a row where the sheet has one column; where
 * it has more, blank lines are passed over at the end of the body and refused before.
 */
final class CsvRows extends CsvCallbackHandler<Boolean> {
    private static final int READ_AHEAD = 1 << 15;

    private final Columns columns;
    private final SheetRows rows;
    private final boolean appending;
    private final List<String> header = new ArrayList<>();
    /** The sheet's place for each of the body's columns; null until the header was read. */
    private int @Nullable [] places;
    private long line;
    private int field;
    private boolean blank;
    private long blankLine;

    private CsvRows(Columns columns, SheetRows rows) {
        this.columns = columns;
        this.rows = rows;
        this.appending = columns.size() > 0;
    }

    /** Reads all. Where {@code columns} are known already, the header names the same, in any order. */
    static void read(Reader body, char delimiter, Columns columns, SheetRows rows, SheetSettings limits)
            throws IOException {
        var handler = new CsvRows(columns, rows);
        var csv = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(buffer(limits.maxCell().toBytes()))
                .build(handler, body)
                .iterator();
        try {
            while (csv.hasNext()) {
                csv.next();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : handler.unreadable(e);
        }
        if (handler.places == null) {
            throw SheetProblems.malformed(1,
                    "The body is empty; send at least a header, the line that names the columns.");
        }
    }

    /**
     * Characters for one value, whose quotes stand twice, and for reading ahead. A power of two: the parser doubles its
     * buffer, and reads past its end where the limit lies between.
     */
    private static int buffer(long maxCell) {
        return Math.toIntExact(2 * Long.highestOneBit(2 * maxCell + READ_AHEAD));
    }

    @Override
    protected void beginRecord(long startingLine) {
        line = startingLine;
        field = 0;
        blank = false;
        if (places != null) {
            rows.beginRow(line);
        }
    }

    @Override
    protected void addField(char[] buffer, int from, int length, boolean quoted) {
        if (places == null) {
            addHeader(new String(buffer, from, length));
        } else if (field < places.length) {
            rows.text(places[field], buffer, from, length);
        }
        field++;
    }

    @Override
    protected void setEmpty() {
        if (places != null && places.length == 1) {
            addField(new char[0], 0, 0, false);
        } else {
            blank = true;
        }
    }

    @Override
    protected Boolean buildRecord() {
        if (places == null) {
            if (blank) {
                throw SheetProblems.malformed(line,
                        "The first line is blank; begin with the header, the line that names the columns.");
            }
            places = places();
        } else if (blank) {
            blankLine = blankLine == 0 ? line : blankLine;
        } else {
            endRow(places.length);
        }
        return true;
    }

    private void endRow(int width) {
        if (blankLine != 0) {
            throw SheetProblems.malformed(blankLine,
                    "Line %d is blank, and rows follow; remove it.".formatted(blankLine));
        }
        if (field != width) {
            throw ragged(width);
        }
        rows.endRow();
    }

    private void addHeader(String name) {
        if (header.contains(name)) {
            throw SheetProblems.malformed(line,
                    "The header names the column %s twice, as columns %d and %d; give each a name of its own."
                            .formatted(shown(name), header.indexOf(name) + 1, header.size() + 1));
        }
        if (!appending) {
            columns.placeOrAdd(name, line);
        } else if (columns.place(name) == null) {
            throw SheetProblems.malformed(line,
                    "The sheet has no column %s; the rows to append have the sheet's own header: %s."
                            .formatted(shown(name), shown(String.join(",", columns.names()))));
        }
        header.add(name);
    }

    private int[] places() {
        for (String name : columns.names()) {
            if (header.size() < columns.size() && !header.contains(name)) {
                throw SheetProblems.malformed(line,
                        "The header lacks the sheet's column %s; append rows with all of its columns."
                                .formatted(shown(name)));
            }
        }
        return header.stream().mapToInt(name -> columns.placeOrAdd(name, line)).toArray();
    }

    private RuntimeException ragged(int width) {
        String place = field < width
                ? "none for %s".formatted(shown(header.get(field)))
                : "%d after %s".formatted(field - width, shown(header.get(width - 1)));
        return SheetProblems.malformed(line,
                "The row in line %d has %d values where the header names %d columns: %s. "
                        .formatted(line, field, width, place)
                        + "Put values that hold the delimiter or a line break in quotes.");
    }

    /** What the parser itself refuses: junk after a closing quote, a quote that is never closed, a value too long. */
    private RuntimeException unreadable(CsvParseException e) {
        String column = places == null
                ? "%d".formatted(field + 1)
                : field < places.length ? shown(header.get(field)) : "after the last";
        String said = said(e);
        String row = "In the row that begins in line %d, column %s: ".formatted(line, column);
        if (said.contains("buffer size")) {
            return SheetProblems.tooLarge(line, row + "the value is too long; shorten it, or close its quote.");
        }
        if (said.contains("Unclosed")) {
            return SheetProblems.malformed(line, row + "the quote is never closed; close it.");
        }
        if (said.contains("closing quote")) {
            return SheetProblems.malformed(line,
                    row + "there is more after the closing quote; write a quote within quotes twice.");
        }
        return e;
    }

    private static String said(Throwable e) {
        var all = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append(' ');
        }
        return all.toString();
    }

    @Override
    protected void setComment(char[] buffer, int from, int length) {
        throw new IllegalStateException("comments are not a part of the format");
    }

    @Override
    protected RecordType getRecordType() {
        return blank ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return field;
    }
}
