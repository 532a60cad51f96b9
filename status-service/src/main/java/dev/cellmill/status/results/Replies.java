package dev.cellmill.status.results;

import dev.cellmill.common.id.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What providers' servers answered to the requests of a job that failed; read as rows are come to, some hundred at a time. */
@Component
class Replies {
    private static final int PAGE = 200;
    private static final String READ = """
            SELECT c.row, c.col, (trace.last ->> 'status')::integer AS status, trace.last ->> 'answer' AS received
            FROM status.cell c
            CROSS JOIN LATERAL (
                SELECT element -> 'trace' AS last FROM jsonb_array_elements(c.traces) AS element
                WHERE (element ->> 'run')::bigint = c.run AND (element ->> 'dispatch')::integer = c.dispatch
                LIMIT 1
            ) AS trace
            WHERE c.job_id = :job AND c.tenant = :tenant AND c.row >= :from AND c.row < :end AND c.state = 3
              AND trace.last ->> 'status' IS NOT NULL
            """;

    private final JdbcClient database;

    Replies(JdbcClient database) {
        this.database = database;
    }

    /** @param received the answer's beginning, if it was long */
    record Reply(int status, @Nullable String received) {}

    /** Rows are asked for in their order. */
    interface Reader {
        /** Null where no server has answered. */
        @Nullable
        Reply of(int row, int column);
    }

    private record Place(int row, int column) {}

    Reader of(TenantId tenant, UUID job) {
        return new Reader() {
            private final Map<Place, Reply> page = new HashMap<>();
            private int end;

            @Override
            public @Nullable Reply of(int row, int column) {
                if (row >= end) {
                    end = row + PAGE;
                    page.clear();
                    database.sql(READ).param("job", job).param("tenant", tenant.value()).param("from", row)
                            .param("end", end)
                            .query(found -> {
                                page.put(new Place(found.getInt("row"), found.getInt("col")),
                                        new Reply(found.getInt("status"), found.getString("received")));
                            });
                }
                return page.get(new Place(row, column));
            }
        };
    }
}
