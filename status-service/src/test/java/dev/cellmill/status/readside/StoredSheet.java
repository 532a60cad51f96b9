package dev.cellmill.status.readside;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A sheet in the database. */
public record StoredSheet(JdbcClient database, UUID id, int rowCount) {

    public static StoredSheet of(List<String> columns, List<? extends List<?>> rows) {
        return of("default", columns, rows);
    }

    public static StoredSheet of(String tenant, List<String> columns, List<? extends List<?>> rows) {
        JdbcClient database = ReadSide.SERVER.database();
        var sheet = new StoredSheet(database, SheetId.next().value(), rows.size());
        database.sql("""
                INSERT INTO intake.sheet (id, tenant, name, columns, row_count, byte_count, state, written_at, created_at)
                VALUES (:id, :tenant, 'Contacts: EU', :columns, :rows, 0, 'ready', now(), now())
                """).param("id", sheet.id).param("tenant", tenant).param("columns", columns.toArray(String[]::new))
                .param("rows", rows.size()).update();
        for (int row = 0; row < rows.size(); row++) {
            database.sql("INSERT INTO intake.sheet_row VALUES (:id, :row, :tenant, :input::jsonb)")
                    .param("id", sheet.id).param("row", row).param("tenant", tenant)
                    .param("input", Json.MAPPER.writeValueAsString(rows.get(row))).update();
        }
        return sheet;
    }

    /** A job over all rows. */
    public StoredJob job(long run, String... columns) {
        return job(run, "processing", 0, rowCount, columns);
    }

    public StoredJob job(long run, String state, int firstRow, int endRow, String... columns) {
        return StoredJob.insert(this, run, state, firstRow, endRow, List.of(columns));
    }
}
