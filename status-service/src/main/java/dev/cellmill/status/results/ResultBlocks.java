package dev.cellmill.status.results;

import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.ShownCells;
import dev.cellmill.status.sheet.ShownSheet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Reads rows in blocks that end after so many rows or so much text, whichever comes first. Each block is a transaction
 * of its own that has ended when the block is returned.
 */
@Component
class ResultBlocks {
    private static final int MAX_ROWS = 2_000;
    private static final int MAX_LENGTH = 4_000_000;
    private static final int FETCH = 500;

    private static final String INPUTS = """
            SELECT r.row, r.input::text
            FROM intake.sheet_row r
            WHERE r.sheet_id = ? AND r.row >= ? AND r.row < ? AND r.tenant = ?
            ORDER BY r.row
            """;

    private final DataSource database;

    ResultBlocks(DataSource database) {
        this.database = database;
    }

    /** @param next the row that the next block begins with */
    record Block(List<ResultRow> rows, int next) {}

    /**
     * Reads on from a row; at least one row, if there is one.
     *
     * @param end behind the last row wanted
     */
    Block read(ShownSheet sheet, int from, int end, ShownCells.Detail detail) throws SQLException {
        var filling = new Filling(sheet.columns().size(), Math.min(end, from + MAX_ROWS));
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            readInputs(connection, sheet, from, filling);
            ShownCells.read(connection, sheet, from, filling.next, detail, filling);
            connection.rollback();
        }
        return filling.block();
    }

    private static void readInputs(Connection connection, ShownSheet sheet, int from, Filling filling)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INPUTS)) {
            statement.setObject(1, sheet.id());
            statement.setInt(2, from);
            statement.setInt(3, filling.next);
            statement.setString(4, sheet.tenant().value());
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                boolean more = true;
                while (more && rows.next()) {
                    more = filling.input(rows.getInt(1), rows.getString(2));
                }
            }
        }
    }

    /** A block while it is read. One that is full ends before the row that it has no room for. */
    private static final class Filling implements ShownCells.Visitor {
        private final int columns;
        private final List<ResultRow> rows = new ArrayList<>();
        private int next;
        private int at;
        private long length;

        private Filling(int columns, int next) {
            this.columns = columns;
            this.next = next;
        }

        private boolean input(int row, String input) {
            rows.add(new ResultRow(row, input, new CellView[columns]));
            length += input.length();
            if (length < MAX_LENGTH) {
                return true;
            }
            next = row + 1;
            length = 0;
            return false;
        }

        @Override
        public boolean wants(int row) {
            boolean isFull = length >= MAX_LENGTH && row > rows.getFirst().row();
            if (isFull) {
                next = Math.min(next, row);
            }
            return !isFull;
        }

        @Override
        public boolean visit(int row, int place, CellView cell) {
            if (!wants(row)) {
                return false;
            }
            while (at < rows.size() && rows.get(at).row() < row) {
                at++;
            }
            if (at < rows.size() && rows.get(at).row() == row) {
                rows.get(at).cells()[place] = cell;
                length += cell.length();
            }
            return true;
        }

        private Block block() {
            while (!rows.isEmpty() && rows.getLast().row() >= next) {
                rows.removeLast();
            }
            return new Block(rows, next);
        }
    }
}
