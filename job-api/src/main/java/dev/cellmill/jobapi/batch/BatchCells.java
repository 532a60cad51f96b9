package dev.cellmill.jobapi.batch;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a batch's job has found, in the order of its file; a page of it at a time, no transaction open between two. Reads only. */
@Component
class BatchCells {
    private static final int PAGE = 200;

    /** Long answers are read when their turn has come. */
    private static final String READ = """
            SELECT r.row, r.input ->> 0 AS custom_id, coalesce(c.state, 0) AS state,
                   CASE WHEN c.state = 2 AND NOT length.is_long THEN c.value #>> '{}' END AS value,
                   c.error ->> 'code' AS code, c.error ->> 'message' AS message,
                   (trace.last ->> 'status')::integer AS status, trace.last ->> 'answer' AS received
            FROM intake.sheet_row r
            LEFT JOIN status.cell c ON c.job_id = ? AND c.row = r.row AND c.col = 0 AND c.tenant = r.tenant
            LEFT JOIN LATERAL (
                SELECT c.text_bytes IS NOT NULL OR octet_length(c.value::text) > 65536 AS is_long
                WHERE c.state = 2 OFFSET 0
            ) AS length ON true
            LEFT JOIN LATERAL (
                SELECT element -> 'trace' AS last FROM jsonb_array_elements(c.traces) AS element
                WHERE c.state = 3 AND (element ->> 'run')::bigint = c.run AND (element ->> 'dispatch')::integer = c.dispatch
                LIMIT 1
            ) AS trace ON true
            WHERE r.sheet_id = ? AND r.tenant = ? AND r.row > ? AND r.row < ?
            ORDER BY r.row
            LIMIT ?
            """;
    private static final String LONG = """
            SELECT CASE WHEN c.text_bytes IS NULL THEN c.value #>> '{}' ELSE (
                SELECT convert_from(string_agg(o.content, ''::bytea ORDER BY o.start), 'UTF8')
                FROM status.cell_output_chunk o
                WHERE o.job_id = c.job_id AND o.row = c.row AND o.col = c.col AND o.stream = 0 AND o.tenant = c.tenant
            ) END AS value
            FROM status.cell c
            WHERE c.job_id = ? AND c.row = ? AND c.col = 0 AND c.tenant = ?
            """;

    private final DSLContext database;

    BatchCells(DSLContext database) {
        this.database = database;
    }

    /** What came of a request. */
    sealed interface Outcome {
        /** @param body of the answer, as the provider's server gave it */
        record Answered(String body) implements Outcome {}

        /**
         * @param status that the provider's server answered with; null if it did not
         * @param received what it answered, its beginning if that was long
         */
        record Failed(String code, String message, @Nullable Integer status, @Nullable String received)
                implements
                    Outcome {}

        /** It never came to an end. */
        record Unfinished() implements Outcome {}
    }

    record Cell(int row, String customId, Outcome outcome) {
        Cell {
            requireNonNull(customId, "customId is null");
            requireNonNull(outcome, "outcome is null");
        }
    }

    /** Gives one cell after the other; null at the end. Not thread-safe. */
    interface Reader {
        @Nullable
        Cell next() throws IOException;
    }

    /** @param requests of the batch, its sheet's first rows: what was appended later is none of its */
    Reader read(TenantId tenant, SheetId sheet, JobId job, int requests) {
        Deque<Record> page = new ArrayDeque<>();
        int[] last = {-1};
        return () -> {
            if (page.isEmpty()) {
                page.addAll(database.fetch(READ, job.value(), sheet.value(), tenant.value(), last[0], requests, PAGE));
            }
            Record row = page.poll();
            if (row == null) {
                return null;
            }
            last[0] = row.get("row", Integer.class);
            return new Cell(last[0], row.get("custom_id", String.class), outcome(tenant, job, row));
        };
    }

    private Outcome outcome(TenantId tenant, JobId job, Record row) {
        return switch (row.get("state", Integer.class)) {
            case 2 -> new Outcome.Answered(value(tenant, job, row));
            case 3 -> new Outcome.Failed(row.get("code", String.class), row.get("message", String.class),
                    row.get("status", Integer.class), row.get("received", String.class));
            default -> new Outcome.Unfinished();
        };
    }

    private String value(TenantId tenant, JobId job, Record row) {
        String value = row.get("value", String.class);
        return value != null
                ? value
                : requireNonNull(database.fetchSingle(LONG, job.value(), row.get("row"), tenant.value())
                        .get("value", String.class), "a done cell has no value");
    }
}
