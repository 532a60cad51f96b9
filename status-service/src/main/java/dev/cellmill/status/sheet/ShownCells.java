package dev.cellmill.status.sheet;

import dev.cellmill.common.state.CellState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sheet shows: in each column a person's value, else the done cell of the newest run, over all jobs that have a column of that name.
 * Where there is none, nothing; with {@link Detail#PROVENANCE}, the cell of the newest run in whatever state it is. For
 * those who look at one job its own cell comes before other jobs' values, unless the job skipped it.
 */
public final class ShownCells {
    /** Result rows of one round trip: enough to make it cheap, few enough that large values do not fill the memory. */
    private static final int FETCH = 500;

    /**
     * OFFSET 0 keeps the planner from turning the short range scans, one for each source, into one scan of all cells.
     */
    private static final String QUERY = """
            SELECT DISTINCT ON (c.row, source.place) c.row, source.place, %s
            FROM unnest(?::uuid[], ?::smallint[], ?::integer[], ?::boolean[]) AS source (job_id, col, place, is_own)
            CROSS JOIN LATERAL (
                SELECT * FROM status.cell
                WHERE job_id = source.job_id AND col = source.col AND row >= ? AND row < ? AND tenant = ? %s
                OFFSET 0
            ) AS c %s
            ORDER BY c.row, source.place,
            """ + CellColumns.ORDER;

    /** Many long values would fill the memory, of the sort in the database first: each is read when its turn has come. */
    private static final String LENGTHS = """
            CROSS JOIN LATERAL (SELECT c.value::text AS text OFFSET 0) AS whole
            CROSS JOIN LATERAL (
                SELECT c.state = 2 AND (c.text_bytes IS NOT NULL OR octet_length(whole.text) > 65536) AS is_long OFFSET 0
            ) AS length""";
    private static final String SHORT_VALUE = "CASE WHEN NOT length.is_long THEN whole.text END AS value";
    private static final String PLACE = ", length.is_long, c.job_id, c.col";

    private static final String BEGINNING = """
            CROSS JOIN (SELECT ?::integer AS most) AS wanted
            CROSS JOIN LATERAL (SELECT c.value #>> '{}' AS text OFFSET 0) AS whole
            CROSS JOIN LATERAL (SELECT length(whole.text) > wanted.most AS is_cut OFFSET 0) AS length""";
    private static final String CUT_VALUE = """
            CASE WHEN length.is_cut THEN to_json(left(whole.text, wanted.most))::text ELSE c.value::text END AS value""";
    /** Any size at all says that the value is not whole. */
    private static final String CUT_SIZE = """
            CASE WHEN length.is_cut THEN coalesce(c.text_bytes, 0) ELSE c.text_bytes END AS text_bytes""";

    private static final String LONG_VALUE = "SELECT %s FROM status.cell c WHERE c.job_id = ? AND c.row = ? AND c.col = ?"
            .formatted(CellColumns.WHOLE_VALUE);

    private ShownCells() {}

    /** How much of a cell is read. */
    public enum Detail {
        /** The whole value of a done cell, and nothing of others. */
        VALUE(QUERY.formatted(SHORT_VALUE + PLACE, "AND state = " + CellState.DONE.code(), LENGTHS)),
        /** All of the cell that the sheet shows, else of the newest; of a value that is too long its beginning. */
        PROVENANCE(QUERY.formatted(CellColumns.LIST, "", "")),
        /** The same with the whole value. */
        WHOLE(QUERY.formatted(
                CellColumns.LIST.replace("c.value::text AS value", SHORT_VALUE) + ", length.is_long, c.col",
                "", LENGTHS)),
        /** The same with so many characters of the value, as text if that is not all of it. */
        START(QUERY.formatted(
                CellColumns.LIST.replace("c.value::text AS value", CUT_VALUE).replace("c.text_bytes", CUT_SIZE),
                "", BEGINNING));

        private final String query;

        Detail(String query) {
            this.query = query;
        }

        private CellView read(ResultSet row) throws SQLException {
            CellView cell = this == VALUE ? CellView.ofValue(row.getString("value")) : CellColumns.read(row);
            return switch (this) {
                case PROVENANCE, START -> cell;
                case VALUE, WHOLE -> row.getBoolean("is_long") ? cell.withValue(longValue(row)) : cell;
            };
        }

        private static String longValue(ResultSet cell) throws SQLException {
            try (PreparedStatement statement = cell.getStatement().getConnection().prepareStatement(LONG_VALUE)) {
                statement.setObject(1, cell.getObject("job_id"));
                statement.setInt(2, cell.getInt("row"));
                statement.setInt(3, cell.getInt("col"));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getString("value");
                }
            }
        }
    }

    /** Takes cells in the order of rows and places. */
    @FunctionalInterface
    public interface Visitor {
        /** @return whether to go on */
        boolean visit(int row, int place, CellView cell);

        /** Asked before a cell of this row is read whole. */
        default boolean wants(int row) {
            return true;
        }
    }

    /**
     * Reads the rows {@code from <= row < to}.
     *
     * @param connection with a transaction open, so that a large range is fetched in parts
     */
    public static void read(Connection connection, ShownSheet sheet, int from, int to, Detail detail, Visitor visitor)
            throws SQLException {
        read(connection, sheet, new Window(from, to, Integer.MAX_VALUE, null), detail, visitor);
    }

    /**
     * Rows, and how much of their values.
     *
     * @param end behind the last row
     * @param most characters of a value that {@link Detail#START} reads, from 1
     * @param job whose cells come first; null for what the sheet shows
     */
    public record Window(int from, int end, int most, @Nullable UUID job) {}

    /** Reads the rows of a window. */
    public static void read(Connection connection, ShownSheet sheet, Window window, Detail detail, Visitor visitor)
            throws SQLException {
        EditedCells cells = EditedCells.read(connection, sheet, window, visitor);
        if (readFound(connection, sheet, window, detail, cells)) {
            cells.visitRest();
        }
    }

    /** @return whether the visitor wants more */
    private static boolean readFound(Connection connection, ShownSheet sheet, Window window, Detail detail,
            Visitor visitor) throws SQLException {
        List<Source> sources = sheet.sources().stream()
                .filter(source -> source.touches(window.from(), window.end())).toList();
        if (sources.isEmpty()) {
            return true;
        }
        try (PreparedStatement statement = connection.prepareStatement(detail.query)) {
            statement.setArray(1, connection.createArrayOf("uuid", sources.stream().map(Source::job).toArray()));
            statement.setArray(2, connection.createArrayOf("int2", sources.stream().map(Source::column).toArray()));
            statement.setArray(3, connection.createArrayOf("int4", sources.stream().map(Source::place).toArray()));
            statement.setArray(4,
                    connection.createArrayOf("bool",
                            sources.stream().map(source -> source.job().equals(window.job())).toArray()));
            statement.setInt(5, window.from());
            statement.setInt(6, window.end());
            statement.setString(7, sheet.tenant().value());
            if (detail == Detail.START) {
                statement.setInt(8, window.most());
            }
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                boolean more = true;
                while (more && rows.next()) {
                    more = visitor.wants(rows.getInt(1))
                            && visitor.visit(rows.getInt(1), rows.getInt(2), detail.read(rows));
                }
                return more;
            }
        }
    }
}
