package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.TenantId;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Averages what steps took, over the newest thousand that match. */
@Component
class ReadHistory {
    private static final String READ = """
            SELECT s.provider, s.model, s.column_name, sum(p.tasks)::bigint AS tasks, sum(p.calls)::bigint AS calls,
                sum(p.input_tokens)::bigint AS input_tokens, sum(p.output_tokens)::bigint AS output_tokens,
                sum(p.cost)::bigint AS cost, sum(p.call_ms)::bigint AS call_ms
            FROM (
                SELECT job_id, col, step, provider, model, column_name FROM jobs.job_step
                WHERE tenant = :tenant AND (:provider::text IS NULL OR provider = :provider)
                    AND (:model::text IS NULL OR model = :model)
                    AND (:column::text IS NULL OR column_name = :column)
                ORDER BY job_id DESC
                LIMIT 1000) AS s
            JOIN status.step_progress AS p ON p.job_id = s.job_id AND p.col = s.col AND p.step = s.step
            GROUP BY s.provider, s.model, s.column_name
            HAVING sum(p.calls) > 0
            ORDER BY s.provider, s.model, s.column_name
            """;

    private final JdbcClient sql;

    ReadHistory(JdbcClient sql) {
        this.sql = sql;
    }

    List<HistoryItem> read(TenantId tenant, @Nullable String provider, @Nullable String model,
            @Nullable String column) {
        return sql.sql(READ)
                .param("tenant", tenant.value())
                .param("provider", provider, Types.VARCHAR)
                .param("model", model, Types.VARCHAR)
                .param("column", column, Types.VARCHAR)
                .query((row, _) -> HistoryItem.of(row.getString("provider"), row.getString("model"),
                        row.getString("column_name"), Taken.read(row)))
                .list();
    }
}
