package dev.cellmill.jobapi.sheet;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.val;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.stereotype.Component;

/**
 * The statements of an upload. An upload is named by its {@code writer}, and whatever it writes is written only while
 * the sheet still has that writer: one given up for dead, or overtaken by a deletion, cannot leave rows behind.
 */
@Component
class SheetWriter {
    private static final String RENEW = """
            UPDATE intake.sheet SET written_at = now() WHERE id = ? AND writer = ? AND state <> 'deleting'""";

    /** PostgreSQL takes no COPY into a table with row-level security, so rows are copied beside it, and checked on their way in. */
    private static final String PUT_BESIDE = "CREATE TEMP TABLE sheet_row_chunk (LIKE intake.sheet_row) ON COMMIT DROP";
    private static final String TAKE_OVER = """
            INSERT INTO intake.sheet_row (sheet_id, row, tenant, input)
            SELECT sheet_id, row, tenant, input FROM pg_temp.sheet_row_chunk""";

    private final DSLContext database;
    private final DataSource connections;

    SheetWriter(DSLContext database, DataSource connections) {
        this.database = database;
        this.connections = connections;
    }

    void create(TenantId tenant, SheetId sheet, String name, UUID writer) {
        database.insertInto(SHEET)
                .set(SHEET.ID, sheet.value())
                .set(SHEET.TENANT, tenant.value())
                .set(SHEET.NAME, name)
                .set(SHEET.COLUMNS, new String[0])
                .set(SHEET.ROW_COUNT, 0)
                .set(SHEET.BYTE_COUNT, 0L)
                .set(SHEET.STATE, "loading")
                .set(SHEET.WRITER, writer)
                .set(SHEET.WRITTEN_AT, currentOffsetDateTime())
                .set(SHEET.CREATED_AT, currentOffsetDateTime())
                .execute();
    }

    /** What a sheet has before rows are appended. */
    record Begun(List<String> columns, int rowCount) {}

    /** Makes {@code writer} the one that appends. Empty if another one does, or no such sheet is ready. */
    Optional<Begun> claim(TenantId tenant, SheetId sheet, UUID writer, Duration lease) {
        return database.update(SHEET)
                .set(SHEET.WRITER, writer)
                .set(SHEET.WRITTEN_AT, currentOffsetDateTime())
                .where(SHEET.ID.eq(sheet.value()), SHEET.TENANT.eq(tenant.value()), SHEET.STATE.eq("ready"),
                        SHEET.WRITER.isNull().or(silentFor(lease)))
                .returningResult(SHEET.COLUMNS, SHEET.ROW_COUNT)
                .fetchOptional(row -> new Begun(List.of(row.value1()), row.value2()));
    }

    static Condition silentFor(Duration lease) {
        return SHEET.WRITTEN_AT.lt(currentOffsetDateTime().sub(val(DayToSecond.valueOf(lease))));
    }

    /** Stores the chunk in a transaction of its own. @return false, and nothing stored, if the upload was given up */
    boolean store(SheetId sheet, UUID writer, CopyChunk chunk) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!renew(connection, sheet, writer)) {
                    connection.rollback();
                    return false;
                }
                copy(connection, chunk);
                connection.commit();
                return true;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new DataAccessException("rows of sheet %s could not be stored".formatted(sheet), e);
        }
    }

    private static boolean renew(Connection connection, SheetId sheet, UUID writer) throws SQLException {
        try (var renew = connection.prepareStatement(RENEW)) {
            renew.setObject(1, sheet.value());
            renew.setObject(2, writer);
            return renew.executeUpdate() == 1;
        }
    }

    private static void copy(Connection connection, CopyChunk chunk) throws SQLException {
        execute(connection, PUT_BESIDE);
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyChunk.SQL);
        try {
            copy.writeToCopy(chunk.array(), 0, chunk.size());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        execute(connection, TAKE_OVER);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes a new sheet visible, or appended rows. @return false if the upload was given up */
    boolean publish(SheetId sheet, UUID writer, List<String> columns, int rowCount, long bytes,
            byte @Nullable [] contentHash) {
        return database.update(SHEET)
                .set(SHEET.STATE, "ready")
                .set(SHEET.COLUMNS, columns.toArray(String[]::new))
                .set(SHEET.ROW_COUNT, rowCount)
                .set(SHEET.BYTE_COUNT, SHEET.BYTE_COUNT.add(bytes))
                .set(SHEET.CONTENT_HASH, contentHash)
                .setNull(SHEET.WRITER)
                .where(SHEET.ID.eq(sheet.value()), SHEET.WRITER.eq(writer), SHEET.STATE.ne("deleting"))
                .execute() == 1;
    }
}
