package dev.cellmill.status.sheet;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.state.CellState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of {@code status.cell AS c} a {@link CellView} is made of. */
public final class CellColumns {
    private static final double MILLIS_PER_SECOND = 1000;
    private static final double CONFIDENCE_DIGITS = 1_000_000;

    /** The value of {@code status.cell AS c}, also where it is too long for the cell: JSON as text. */
    static final String WHOLE_VALUE = """
            CASE WHEN c.text_bytes IS NULL THEN c.value::text ELSE (
                SELECT to_json(convert_from(string_agg(o.content, ''::bytea ORDER BY o.start), 'UTF8'))::text
                FROM status.cell_output_chunk o
                WHERE o.job_id = c.job_id AND o.row = c.row AND o.col = c.col AND o.stream = 0
            ) END AS value""";

    /** For the select list of a query over {@code status.cell AS c}. Of a value that is too long its beginning. */
    public static final String LIST = """
            c.state, c.value::text AS value, c.provider, c.model, c.step, c.confidence, c.below_threshold, c.served_by,
            c.input_tokens, c.output_tokens, c.cost, c.latency_ms, c.attempts, c.error::text AS error, c.skip_reason,
            c.fingerprint, c.text_bytes, c.started_at, c.ended_at, c.job_id, c.run""";

    /**
     * Which of the cells of one place, {@code c} of a {@code source}, is shown: the own one of the job that is looked at,
     * unless it was skipped, then the done one of the newest run, then the newest.
     */
    public static final String ORDER = """
            (source.is_own AND c.state <> 4) DESC, (c.state = 2) DESC, source.is_own DESC, c.run DESC
            """;

    private CellColumns() {}

    /** Reads the row that the cursor is on. */
    public static CellView read(ResultSet row) throws SQLException {
        return new CellView(
                CellState.ofCode(row.getInt("state")),
                row.getString("value"),
                row.getString("provider"),
                row.getString("model"),
                row.getInt("step"),
                confidence(row),
                row.getBoolean("below_threshold"),
                servedBy(row),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                NanoDollars.toDollars(row.getLong("cost")),
                row.getLong("latency_ms") / MILLIS_PER_SECOND,
                row.getInt("attempts"),
                row.getString("error"),
                row.getString("skip_reason"),
                fingerprint(row),
                false,
                row.getObject("text_bytes") != null,
                instant(row, "started_at"),
                instant(row, "ended_at"),
                row.getObject("job_id", UUID.class),
                row.getLong("run"));
    }

    /** The nearest number of six digits: what is stored is a binary fraction. */
    private static @Nullable Double confidence(ResultSet row) throws SQLException {
        float stored = row.getFloat("confidence");
        return row.wasNull() ? null : Math.rint(stored * CONFIDENCE_DIGITS) / CONFIDENCE_DIGITS;
    }

    private static @Nullable ServedBy servedBy(ResultSet row) throws SQLException {
        int code = row.getInt("served_by");
        return row.wasNull() ? null : ServedBy.ofCode(code);
    }

    private static @Nullable Fingerprint fingerprint(ResultSet row) throws SQLException {
        UUID uuid = row.getObject("fingerprint", UUID.class);
        return uuid == null ? null : Fingerprint.ofUuid(uuid);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
