package dev.cellmill.status.sheet;

import dev.cellmill.common.state.CellState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * What a sheet shows: in each column a person's value, else the done cell of the newest run, over all jobs that have a column of that name.
 * Where there is none, nothing; with {@link Detail#PROVENANCE}, the cell of the newest run in whatever state it is.
 */
public final class ShownCells {
    /** Result rows of one round trip: enough to make it cheap, few enough that large values do not fill the memory. */
    private static final int FETCH = 500;

    /**
     * OFFSET 0 keeps the planner from turning the short range scans, one for each source, into one scan of all cells.
     */
    private static final String QUERY = """
            SELECT DISTINCT ON (c.row, source.place) c.row, source.place, %s
            FROM unnest(?::uuid[], ?::smallint[], ?::integer[]) AS source (job_id, col, place)
            CROSS JOIN LATERAL (
                SELECT * FROM status.cell
                WHERE job_id = source.job_id AND col = source.col AND row >= ? AND row < ? AND tenant = ? %s
                OFFSET 0
            ) AS c
            ORDER BY c.row, source.place, (c.state = 2) DESC, c.run DESC
            """;

    private ShownCells() {}

    /** How much of a cell is read. */
    public enum Detail {
        /** The whole value of a done cell, and nothing of others. */
        VALUE(QUERY.formatted(CellColumns.WHOLE_VALUE, "AND state = " + CellState.DONE.code())),
        /** All of the cell that the sheet shows, else of the newest; of a value that is too long its beginning. */
        PROVENANCE(QUERY.formatted(CellColumns.LIST, "")),
        /** The same with the whole value. */
        WHOLE(QUERY.formatted(CellColumns.LIST.replace("c.value::text AS value", CellColumns.WHOLE_VALUE), ""));

        private final String query;

        Detail(String query) {
            this.query = query;
        }

        private CellView read(ResultSet row) throws SQLException {
            return this == VALUE ? CellView.ofValue(row.getString(3)) : CellColumns.read(row);
        }
    }

    /** Takes cells in the order of rows and places. */
    @FunctionalInterface
    public interface Visitor {
        /** @return whether to go on */
        boolean visit(int row, int place, CellView cell);
    }

    /**
     * Reads the rows {@code from <= row < to}.
     *
     * @param connection with a transaction open, so that a large range is fetched in parts
     */
    public static void read(Connection connection, ShownSheet sheet, int from, int to, Detail detail, Visitor visitor)
            throws SQLException {
        EditedCells cells = EditedCells.read(connection, sheet, from, to, visitor);
        if (readFound(connection, sheet, from, to, detail, cells)) {
            cells.visitRest();
        }
    }

    /** @return whether the visitor wants more */
    private static boolean readFound(Connection connection, ShownSheet sheet, int from, int to, Detail detail,
            Visitor visitor) throws SQLException {
        List<Source> sources = sheet.sources().stream().filter(source -> source.touches(from, to)).toList();
        if (sources.isEmpty()) {
            return true;
        }
        try (PreparedStatement statement = connection.prepareStatement(detail.query)) {
            statement.setArray(1, connection.createArrayOf("uuid", sources.stream().map(Source::job).toArray()));
            statement.setArray(2, connection.createArrayOf("int2", sources.stream().map(Source::column).toArray()));
            statement.setArray(3, connection.createArrayOf("int4", sources.stream().map(Source::place).toArray()));
            statement.setInt(4, from);
            statement.setInt(5, to);
            statement.setString(6, sheet.tenant().value());
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                boolean more = true;
                while (more && rows.next()) {
                    more = visitor.visit(rows.getInt(1), rows.getInt(2), detail.read(rows));
                }
                return more;
            }
        }
    }
}
