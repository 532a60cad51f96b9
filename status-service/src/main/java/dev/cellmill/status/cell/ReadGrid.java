package dev.cellmill.status.cell;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.RawJson;
import dev.cellmill.status.sheet.ShownCells;
import dev.cellmill.status.sheet.ShownSheet;
import dev.cellmill.status.sheet.ShownSheets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.util.RawValue;

/** Reads a window of a sheet's rows. */
@Component
class ReadGrid {
    private static final RawValue NULL = new RawValue("null");

    private static final String INPUTS = """
            SELECT r.row, (%s)::text AS json
            FROM intake.sheet_row r
            WHERE r.sheet_id = :sheet AND r.row >= :from AND r.row < :end AND r.tenant = :tenant
            ORDER BY r.row
            """;
    private static final String BEGINNINGS = """
            SELECT coalesce(jsonb_agg(CASE WHEN length(given.value #>> '{}') > :most
                       THEN to_jsonb(left(given.value #>> '{}', :most)) ELSE given.value END ORDER BY given.place), '[]')
            FROM jsonb_array_elements(r.input) WITH ORDINALITY AS given (value, place)""";

    private final JdbcClient database;
    private final DataSource connections;
    private final ShownSheets sheets;

    ReadGrid(JdbcClient database, DataSource connections, ShownSheets sheets) {
        this.database = database;
        this.connections = connections;
        this.sheets = sheets;
    }

    /**
     * @param most characters of each value, null for all that a cell holds
     * @param job whose cells come before the values of other jobs; null for what the sheet shows
     * @throws ProblemException not-found, or a job of another sheet
     */
    Grid read(TenantId tenant, UUID id, int offset, int limit, @Nullable Integer most, @Nullable UUID job)
            throws SQLException {
        ShownSheet sheet = sheets.find(tenant, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
        CellSources.check(sheet.sources(), job);
        int end = (int) Math.min(sheet.rowCount(), (long) offset + limit);
        var rows = new TreeMap<Integer, Grid.Row>();
        for (Input input : inputs(sheet, offset, end, most)) {
            rows.put(input.row(), new Grid.Row(input.row(), members(sheet, input.json()), new LinkedHashMap<>()));
        }
        try (Connection connection = connections.getConnection()) {
            ShownCells.Visitor cells = (row, place, cell) -> add(rows, row, sheet.columns().get(place), cell);
            var window = new ShownCells.Window(offset, end, most == null ? Integer.MAX_VALUE : most, job);
            ShownCells.read(connection, sheet, window,
                    most == null ? ShownCells.Detail.PROVENANCE : ShownCells.Detail.START, cells);
        }
        return new Grid(List.copyOf(rows.values()), sheet.rowCount());
    }

    private static boolean add(Map<Integer, Grid.Row> rows, int row, String column, CellView cell) {
        Grid.Row given = rows.get(row);
        if (given != null) {
            given.cells().put(column, cell);
        }
        return true;
    }

    private List<Input> inputs(ShownSheet sheet, int from, int end, @Nullable Integer most) {
        return database.sql(INPUTS.formatted(most == null ? "r.input" : BEGINNINGS)).param("most", most, Types.INTEGER)
                .param("sheet", sheet.id()).param("from", from).param("end", end)
                .param("tenant", sheet.tenant().value())
                .query((row, number) -> new Input(row.getInt("row"), row.getString("json"))).list();
    }

    private static Map<String, RawValue> members(ShownSheet sheet, String json) {
        List<String> given = RawJson.elements(json);
        var members = new LinkedHashMap<String, RawValue>();
        for (int i = 0; i < sheet.inputs().size(); i++) {
            members.put(sheet.inputs().get(i), i < given.size() ? new RawValue(given.get(i)) : NULL);
        }
        return members;
    }

    private record Input(int row, String json) {}
}
