package dev.cellmill.status.sheet;

import dev.cellmill.common.id.TenantId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds a sheet, and which columns of which jobs fill it. */
@Component
public class ShownSheets {
    private final JdbcClient database;

    ShownSheets(JdbcClient database) {
        this.database = database;
    }

    /** With every column that any of its jobs fills, in the order in which jobs first named them. */
    public Optional<ShownSheet> find(TenantId tenant, UUID sheet) {
        return header(tenant, sheet).map(header -> {
            List<Filler> fillers = fillers(tenant, sheet);
            var names = new LinkedHashSet<String>();
            fillers.forEach(filler -> names.addAll(filler.columns()));
            return header.with(tenant, List.copyOf(names), fillers);
        });
    }

    /** With these columns only. */
    public Optional<ShownSheet> find(TenantId tenant, UUID sheet, List<String> columns) {
        return header(tenant, sheet).map(header -> header.with(tenant, columns, fillers(tenant, sheet)));
    }

    private Optional<Header> header(TenantId tenant, UUID sheet) {
        return database.sql("""
                SELECT s.id, s.name, s.row_count, s.columns
                FROM intake.sheet s
                WHERE s.id = :sheet AND s.tenant = :tenant AND s.state = 'ready'
                """).param("sheet", sheet).param("tenant", tenant.value()).query(Header::read).optional();
    }

    /** Ids are made in order of time, so the oldest job comes first. */
    private List<Filler> fillers(TenantId tenant, UUID sheet) {
        return database.sql("""
                SELECT j.id, j.columns, j.first_row, j.end_row
                FROM jobs.job j
                WHERE j.sheet_id = :sheet AND j.tenant = :tenant
                ORDER BY j.id
                """).param("sheet", sheet).param("tenant", tenant.value()).query(Filler::read).list();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private record Header(UUID id, String name, int rowCount, List<String> inputs) {

        static Header read(ResultSet row, int number) throws SQLException {
            return new Header(row.getObject("id", UUID.class), row.getString("name"), row.getInt("row_count"),
                    texts(row.getArray("columns")));
        }

        ShownSheet with(TenantId tenant, List<String> columns, List<Filler> fillers) {
            var sources = new ArrayList<Source>();
            fillers.forEach(filler -> filler.addTo(sources, columns));
            return new ShownSheet(tenant, id, name, rowCount, inputs, columns, sources);
        }
    }

    /** A job of the sheet. */
    private record Filler(UUID job, List<String> columns, int firstRow, int endRow) {

        static Filler read(ResultSet row, int number) throws SQLException {
            return new Filler(row.getObject("id", UUID.class), texts(row.getArray("columns")),
                    row.getInt("first_row"), row.getInt("end_row"));
        }

        void addTo(List<Source> sources, List<String> names) {
            for (int column = 0; column < columns.size(); column++) {
                int place = names.indexOf(columns.get(column));
                if (place >= 0) {
                    sources.add(new Source(job, column, place, firstRow, endRow));
                }
            }
        }
    }
}
