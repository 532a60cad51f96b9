package dev.cellmill.worker.engine;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.plan.StepFingerprint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A job of one column whose waterfall asks the given providers for the field {@code text}, one after the other. */
record TestJob(JobId id, SheetId sheet, JobPlan plan) {
    private static final String INSERT = """
            INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, columns, first_row,
                end_row, total_cells, sent, spec, plan, created_by, created_at, updated_at)
            VALUES (?, 'default', ?, 'test', '{}', 'processing', 1, 1, 'normal', '{text}', 0, 1000000, 1000000, 0, '{}',
                ?::jsonb, 'test', now(), now())
            """;

    static TestJob of(@Nullable Double minConfidence, Duration timeout, FakeProvider... waterfall) {
        List<PlannedStep> steps = List.of(waterfall).stream()
                .map(provider -> step(provider.profile(), minConfidence, timeout)).toList();
        var column = new PlannedColumn(0, "text", OutputType.TEXT, steps, List.of(), 0);
        return new TestJob(JobId.next(), SheetId.next(), new JobPlan(List.of(column), Map.of()));
    }

    static TestJob of(FakeProvider... waterfall) {
        return of(null, Duration.ofSeconds(30), waterfall);
    }

    private static PlannedStep step(ProviderProfile provider, @Nullable Double minConfidence, Duration timeout) {
        return new PlannedStep(provider.name(), provider.lane(), provider.family(), provider.configHash(), null, null,
                null, Map.of("key", "{{key}}"), Map.of(), null, "text", minConfidence, timeout, 3,
                Duration.ofMillis(1), List.of("key"));
    }

    TestJob storedIn(DataSource database) {
        try (var connection = database.getConnection(); var insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, id.value());
            insert.setObject(2, sheet.value());
            insert.setString(3, Json.MAPPER.writeValueAsString(plan));
            insert.executeUpdate();
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    CellTask task(int row, String key) {
        PlannedStep step = plan.columns().getFirst().steps().getFirst();
        Map<String, String> inputs = Map.of("key", key);
        Fingerprint request = new StepFingerprint(TenantId.DEFAULT, step, OutputType.TEXT, Map.of()).of(inputs);
        return new CellTask(new CellAddress(TenantId.DEFAULT, sheet, id, row, 0, "text"), new Position(1, 1, 0), 1,
                step.lane(), request, inputs, false, null);
    }
}
