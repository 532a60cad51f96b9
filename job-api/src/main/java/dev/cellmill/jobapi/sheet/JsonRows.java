package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.SheetProblems.shown;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON objects as rows, one after the other or in one array. Columns are in the order in which they first appear;
 * values keep their types. Refused: keys that stand twice, deep nesting, and numbers beyond those of a double, which
 * the database would keep as thousands of digits.
 */
final class JsonRows {
    private static final int SAFE_DIGITS = 300;

    private final JsonParser json;
    private final Columns columns;
    private final SheetRows rows;

    private JsonRows(JsonParser json, Columns columns, SheetRows rows) {
        this.json = json;
        this.columns = columns;
        this.rows = rows;
    }

    /** @param array whether the rows stand in one array, rather than one after the other */
    static void read(Reader body, boolean array, Columns columns, SheetRows rows, SheetSettings limits)
            throws IOException {
        try (JsonParser json = factory(limits).createParser(ObjectReadContext.empty(), body)) {
            var reader = new JsonRows(json, columns, rows);
            try {
                if (array) {
                    reader.readArray();
                } else {
                    reader.readSequence();
                }
            } catch (JacksonException e) {
                throw reader.unreadable(e);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static JsonFactory factory(SheetSettings limits) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Json.MAX_DEPTH)
                        .maxStringLength((int) limits.maxCell().toBytes())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private void readSequence() {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw empty();
        }
        for (; token != null; token = json.nextToken()) {
            readRow(token);
        }
    }

    private void readArray() {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw empty();
        }
        if (token != JsonToken.START_ARRAY) {
            throw SheetProblems.malformed(line(),
                    "The body is no JSON array; send an array of objects, or objects as application/x-ndjson.");
        }
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            readRow(token);
        }
        if (json.nextToken() != null) {
            throw SheetProblems.malformed(line(), "There is more after the array; send one array.");
        }
    }

    private static RuntimeException empty() {
        return SheetProblems.malformed(1, "The body is empty; send at least one object, whose keys name the columns.");
    }

    private void readRow(JsonToken token) {
        long line = line();
        if (token != JsonToken.START_OBJECT) {
            throw SheetProblems.malformed(line,
                    "Row %d, in line %d, is no JSON object; each row is one, such as {\"name\": \"Ada\"}."
                            .formatted(rows.end(), line));
        }
        rows.beginRow(line);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            int column = columns.placeOrAdd(json.currentName(), line());
            json.nextToken();
            JsonBytes cell = rows.beginCell(column);
            copyValue(cell, column);
            rows.endCell(column);
        }
        rows.endRow();
    }

    /** Copies the value that the parser stands at, whole, without recursion. */
    private void copyValue(JsonBytes cell, int column) {
        boolean comma = false;
        int depth = 0;
        while (true) {
            JsonToken token = json.currentToken();
            if (comma && !token.isStructEnd()) {
                cell.ascii(',');
            }
            switch (token) {
                case START_OBJECT -> cell.ascii('{');
                case START_ARRAY -> cell.ascii('[');
                case END_OBJECT -> cell.ascii('}');
                case END_ARRAY -> cell.ascii(']');
                case PROPERTY_NAME -> {
                    char[] name = json.currentName().toCharArray();
                    string(cell, column, name, 0, name.length);
                    cell.ascii(':');
                }
                case VALUE_STRING -> string(cell, column, json.getStringCharacters(), json.getStringOffset(),
                        json.getStringLength());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> cell.ascii(number(column));
                default -> cell.ascii(token.asString());
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
            comma = !token.isStructStart() && token != JsonToken.PROPERTY_NAME;
            rows.checkCell(column);
            json.nextToken();
        }
    }

    private void string(JsonBytes cell, int column, char[] text, int from, int length) {
        int bad = cell.string(text, from, length);
        if (bad != JsonBytes.STORED) {
            throw rows.unstorable(column, text[from + bad]);
        }
    }

    private String number(int column) {
        String digits = json.getString();
        if (digits.length() > SAFE_DIGITS || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
            double size = Double.parseDouble(digits);
            boolean zero = digits.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9');
            if (Double.isInfinite(size) || size == 0 && !zero) {
                throw SheetProblems.tooLarge(line(),
                        "The number %s of the column %s in line %d is beyond those of a double; write it as a string."
                                .formatted(shown(digits), shown(columns.name(column)), line()));
            }
        }
        return digits;
    }

    private long line() {
        return json.currentTokenLocation().getLineNr();
    }

    private RuntimeException unreadable(JacksonException e) {
        if (e instanceof JacksonIOException io && io.getCause() instanceof IOException cause) {
            return new UncheckedIOException(cause);
        }
        long line = Math.max(1, json.currentLocation().getLineNr());
        int at = json.currentLocation().getColumnNr();
        return e instanceof StreamConstraintsException
                ? SheetProblems.tooLarge(line, "In row %d, line %d, character %d, %s.".formatted(rows.end(), line, at,
                        json.streamReadContext().getNestingDepth() >= Json.MAX_DEPTH
                                ? "the value is nested deeper than %d levels; make what lies deeper a text"
                                        .formatted(Json.MAX_DEPTH)
                                : "a text, a name or a number is too long; make it shorter"))
                : SheetProblems.malformed(line, "Row %d is not well-formed JSON, in line %d, character %d: %s."
                        .formatted(rows.end(), line, at, JsonMistake.why(e)));
    }
}
