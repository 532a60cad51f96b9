package dev.cellmill.standalone.command;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The first rows of a sheet as a table that fits a terminal. */
final class RowTable {
    private static final int WIDEST = 22;
    private static final String GAP = "  ";

    private RowTable() {}

    /** @param rows items of the grid. @param inputs the input columns to show. @param columns the filled ones */
    static String of(JsonNode rows, List<String> inputs, List<String> columns) {
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(inputs);
        header.addAll(columns);
        lines.add(header.stream().map(RowTable::cut).toList());
        for (JsonNode row : rows) {
            List<String> line = new ArrayList<>();
            inputs.forEach(name -> line.add(cut(text(row.path("input").path(name)))));
            columns.forEach(name -> line.add(cut(cell(row.path("cells").path(name)))));
            lines.add(line);
        }
        return layOut(lines);
    }

    private static String cell(JsonNode cell) {
        JsonNode value = cell.path("value");
        if (value.isMissingNode() || value.isNull()) {
            String state = cell.path("state").asString("");
            return "done".equals(state) ? "" : "(" + state + ")";
        }
        return text(value);
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.asString() : value.toString();
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= WIDEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }

    private static String layOut(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var table = new StringBuilder();
        for (List<String> line : lines) {
            var text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length())).append(GAP);
            }
            table.append(text.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }
}
