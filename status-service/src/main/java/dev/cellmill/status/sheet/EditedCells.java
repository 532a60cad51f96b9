package dev.cellmill.status.sheet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What people put in a sheet's cells, between what was found for them: a visitor of cells in the order of rows and places
 * meets a person's value in place of a found one, and also where nothing was found.
 */
final class EditedCells implements ShownCells.Visitor {
    private static final String QUERY = """
            SELECT e.row, place.number - 1 AS place,
                   CASE WHEN length(e.value #>> '{}') > wanted.most
                        THEN to_json(left(e.value #>> '{}', wanted.most))::text ELSE e.value::text END AS value,
                   e.validated, e.edited_at, length(e.value #>> '{}') > wanted.most AS is_cut
            FROM (SELECT ?::integer AS most) AS wanted
            CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS place (name, number)
            JOIN intake.cell_edit AS e ON e.sheet_id = ? AND e.column_name = place.name
            WHERE e.row >= ? AND e.row < ? AND e.tenant = ?
            ORDER BY e.row, place.number
            """;

    private final Deque<Edited> edited = new ArrayDeque<>();
    private final ShownCells.Visitor visitor;

    private record Edited(int row, int place, CellView cell) {
        boolean isBefore(int otherRow, int otherPlace) {
            return row < otherRow || row == otherRow && place < otherPlace;
        }

        boolean isAt(int otherRow, int otherPlace) {
            return row == otherRow && place == otherPlace;
        }
    }

    private EditedCells(ShownCells.Visitor visitor) {
        this.visitor = visitor;
    }

    /** Those of these rows. */
    static EditedCells read(Connection connection, ShownSheet sheet, ShownCells.Window window,
            ShownCells.Visitor visitor) throws SQLException {
        var cells = new EditedCells(visitor);
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setInt(1, window.most());
            statement.setArray(2, connection.createArrayOf("text", sheet.columns().toArray()));
            statement.setObject(3, sheet.id());
            statement.setInt(4, window.from());
            statement.setInt(5, window.end());
            statement.setString(6, sheet.tenant().value());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    cells.edited.add(new Edited(row.getInt(1), row.getInt(2), CellView.ofPerson(row.getString(3),
                            row.getBoolean(4), row.getObject(5, OffsetDateTime.class).toInstant())
                            .cut(row.getBoolean(6))));
                }
            }
        }
        return cells;
    }

    @Override
    public boolean visit(int row, int place, CellView found) {
        if (!visitBefore(row, place)) {
            return false;
        }
        return !edited.isEmpty() && edited.getFirst().isAt(row, place)
                ? visitFirst()
                : visitor.visit(row, place, found);
    }

    @Override
    public boolean wants(int row) {
        return visitBefore(row, 0) && visitor.wants(row);
    }

    private boolean visitBefore(int row, int place) {
        while (!edited.isEmpty() && edited.getFirst().isBefore(row, place)) {
            if (!visitFirst()) {
                return false;
            }
        }
        return true;
    }

    /** Those behind the last cell that was found. */
    void visitRest() {
        while (!edited.isEmpty() && visitFirst()) {
            // until none is left, or no more are wanted
        }
    }

    private boolean visitFirst() {
        Edited first = edited.removeFirst();
        return visitor.visit(first.row(), first.place(), first.cell());
    }
}
