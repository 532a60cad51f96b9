package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Puts a person's value in a cell of a generated column, or takes it out. */
@Component
class EditCell {
    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 80;
    private static final int LONGEST_VALUE = 1024 * 1024;

    private static final String SHEET = """
            SELECT row_count, :column = ANY(columns) AS given FROM intake.sheet
            WHERE id = :sheet AND tenant = :tenant AND state = 'ready'
            FOR SHARE
            """;

    private static final String PUT = """
            INSERT INTO intake.cell_edit (sheet_id, row, column_name, tenant, value, validated, edited_at)
            VALUES (:sheet, :row, :column, :tenant, CAST(:value AS jsonb), :validated, clock_timestamp())
            ON CONFLICT (sheet_id, column_name, row) DO UPDATE
            SET value = excluded.value, validated = excluded.validated, edited_at = excluded.edited_at
            """;

    private static final String DELETE = """
            DELETE FROM intake.cell_edit
            WHERE sheet_id = :sheet AND row = :row AND column_name = :column AND tenant = :tenant
            """;

    private final JdbcClient sql;

    EditCell(JdbcClient sql) {
        this.sql = sql;
    }

    record Place(SheetId sheet, int row, String column) {}

    private record Found(int rowCount, boolean given) {}

    /** @throws ProblemException if there is no such row, or the column is one of those given */
    @Transactional
    public void put(TenantId tenant, Place place, @Nullable JsonNode value, boolean validated) {
        check(tenant, place);
        String json = value == null || value.isNull() ? null : value.toString();
        if (place.column().isBlank() || place.column().length() > LONGEST_NAME
                || !StorableText.isStorable(place.column())) {
            throw refused("/column", "A column's name is 1 to %d characters.".formatted(LONGEST_NAME));
        }
        if (json != null && (json.length() > LONGEST_VALUE || hasUnstorable(value) || !isReadable(json))) {
            throw refused("/value",
                    "A value is at most 1 MB of JSON, without NUL and lone surrogates, at most 80 levels deep, its"
                            + " numbers within those of a double.");
        }
        statement(PUT, tenant, place).param("value", json, Types.VARCHAR).param("validated", validated).update();
    }

    /** @throws ProblemException if there is nothing to take out */
    @Transactional
    public void delete(TenantId tenant, Place place) {
        if (statement(DELETE, tenant, place).update() == 0) {
            throw new ProblemException(Problem.notFound());
        }
    }

    private void check(TenantId tenant, Place place) {
        Found found = sql.sql(SHEET)
                .param("sheet", place.sheet().value())
                .param("tenant", tenant.value())
                .param("column", place.column())
                .query((row, number) -> new Found(row.getInt("row_count"), row.getBoolean("given")))
                .optional()
                .orElseThrow(() -> new ProblemException(Problem.notFound()));
        if (place.row() < 0 || place.row() >= found.rowCount()) {
            throw refused("/row", "The sheet has %,d rows, counted from 0.".formatted(found.rowCount()));
        }
        if (found.given()) {
            throw refused("/column",
                    "\"%s\" is a column of the sheet as given; values are put in columns that jobs fill."
                            .formatted(place.column()));
        }
    }

    private JdbcClient.StatementSpec statement(String statement, TenantId tenant, Place place) {
        return sql.sql(statement)
                .param("sheet", place.sheet().value())
                .param("tenant", tenant.value())
                .param("row", place.row())
                .param("column", place.column());
    }

    /** With room for what it is later read within. */
    private static boolean isReadable(String json) {
        try {
            Json.MAPPER.readTree("[".repeat(Json.MAX_DEPTH - DEEPEST) + json + "]".repeat(Json.MAX_DEPTH - DEEPEST));
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static boolean hasUnstorable(JsonNode value) {
        if (value.isString()) {
            return !StorableText.isStorable(value.stringValue());
        }
        if (value.isDouble()) {
            return !Double.isFinite(value.doubleValue());
        }
        return value.properties().stream().anyMatch(member -> !StorableText.isStorable(member.getKey()))
                || value.valueStream().anyMatch(EditCell::hasUnstorable);
    }

    private static ProblemException refused(String pointer, String sentence) {
        return new ProblemException(Problem.at(ProblemType.REQUEST_INVALID, pointer, sentence));
    }
}
