package dev.cellmill.status.sheet;

import dev.cellmill.common.id.TenantId;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a person put in one cell. */
@Component
public class CellEdits {
    private static final String QUERY = """
            SELECT value::text AS value, validated, edited_at
            FROM intake.cell_edit
            WHERE sheet_id = :sheet AND row = :row AND column_name = :column AND tenant = :tenant
            """;

    private final JdbcClient database;

    CellEdits(JdbcClient database) {
        this.database = database;
    }

    public Optional<CellView> find(TenantId tenant, UUID sheet, int row, String column) {
        return database.sql(QUERY).param("sheet", sheet).param("row", row).param("column", column)
                .param("tenant", tenant.value())
                .query((cell, number) -> CellView.ofPerson(cell.getString("value"), cell.getBoolean("validated"),
                        cell.getObject("edited_at", OffsetDateTime.class).toInstant()))
                .optional();
    }
}
