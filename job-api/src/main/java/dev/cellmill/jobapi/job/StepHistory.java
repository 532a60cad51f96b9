package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What steps took in earlier jobs of a tenant: sums over the newest {@value #STEPS} of them each. */
@Component
class StepHistory {
    private static final int STEPS = 100;

    private static final String SUMS = """
            sum(p.tasks)::bigint AS tasks, sum(p.calls)::bigint AS calls, sum(p.input_tokens)::bigint AS input_tokens,
            sum(p.output_tokens)::bigint AS output_tokens, sum(p.cost)::bigint AS cost,
            sum(p.call_ms)::bigint AS call_ms
            """;

    private static final String OF_COLUMNS = """
            SELECT k.fingerprint, s.step,
            """ + SUMS + """
            FROM unnest(:fingerprints::uuid[]) AS k (fingerprint)
            CROSS JOIN LATERAL (
                SELECT job_id, col, step FROM jobs.job_step
                WHERE tenant = :tenant AND fingerprint = k.fingerprint
                    AND (:without::uuid IS NULL OR job_id <> :without)
                ORDER BY job_id DESC
                LIMIT %d) AS s
            JOIN status.step_progress AS p ON p.job_id = s.job_id AND p.col = s.col AND p.step = s.step
            GROUP BY k.fingerprint, s.step
            """.formatted(STEPS);

    private static final String OF_PROVIDERS = """
            SELECT k.provider, k.model,
            """ + SUMS + """
            FROM unnest(:providers::text[], :models::text[]) AS k (provider, model)
            CROSS JOIN LATERAL (
                SELECT job_id, col, step FROM jobs.job_step
                WHERE tenant = :tenant AND provider = k.provider AND model = k.model
                    AND (:without::uuid IS NULL OR job_id <> :without)
                ORDER BY job_id DESC
                LIMIT %d) AS s
            JOIN status.step_progress AS p ON p.job_id = s.job_id AND p.col = s.col AND p.step = s.step
            GROUP BY k.provider, k.model
            """.formatted(STEPS);

    private final JdbcClient sql;

    StepHistory(JdbcClient sql) {
        this.sql = sql;
    }

    /** A step of every column that asks the same. */
    record ColumnStep(UUID fingerprint, int step) {}

    /** @param model empty where the provider has none */
    record ProviderModel(String provider, String model) {
        static ProviderModel of(String provider, @Nullable String model) {
            return new ProviderModel(provider, model == null ? "" : model);
        }
    }

    /** @param without a job that is left out, null for none */
    Map<ColumnStep, Taken> ofColumns(TenantId tenant, Collection<UUID> fingerprints, @Nullable JobId without) {
        Map<ColumnStep, Taken> found = new HashMap<>();
        sql.sql(OF_COLUMNS)
                .param("fingerprints", fingerprints.toArray(UUID[]::new)).param("tenant", tenant.value())
                .param("without", without == null ? null : without.value(), Types.OTHER)
                .query((row, _) -> found.put(
                        new ColumnStep(row.getObject("fingerprint", UUID.class), row.getInt("step")), Taken.read(row)))
                .list();
        return found;
    }

    /** @param without a job that is left out, null for none */
    Map<ProviderModel, Taken> ofProviders(TenantId tenant, Collection<ProviderModel> keys, @Nullable JobId without) {
        List<ProviderModel> distinct = keys.stream().collect(Collectors.toSet()).stream().toList();
        Map<ProviderModel, Taken> found = new HashMap<>();
        sql.sql(OF_PROVIDERS)
                .param("providers", distinct.stream().map(ProviderModel::provider).toArray(String[]::new))
                .param("models", distinct.stream().map(ProviderModel::model).toArray(String[]::new))
                .param("tenant", tenant.value())
                .param("without", without == null ? null : without.value(), Types.OTHER)
                .query((row, _) -> found.put(new ProviderModel(row.getString("provider"), row.getString("model")),
                        Taken.read(row)))
                .list();
        return found;
    }
}
