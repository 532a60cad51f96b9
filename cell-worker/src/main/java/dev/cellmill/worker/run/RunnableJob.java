package dev.cellmill.worker.run;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job's plan, made ready to run on this worker. */
record RunnableJob(TenantId tenant, SheetId sheet, JobPlan plan, List<List<RunnableStep>> steps) {

    /** @param gates by the provider's name; null for one that this worker does not have */
    static RunnableJob of(
            TenantId tenant, SheetId sheet, JobPlan plan, Function<String, @Nullable ProviderGate> gates) {
        var columns = new ArrayList<List<RunnableStep>>();
        for (PlannedColumn column : plan.columns()) {
            var common = RunnableStep.RunnableColumn.of(tenant, column, plan.parameters(), plan.streams());
            var steps = new ArrayList<RunnableStep>();
            RunnableStep next = null;
            for (PlannedStep step : column.steps().reversed()) {
                next = new RunnableStep(common, step, gates.apply(step.provider()), next);
                steps.addFirst(next);
            }
            columns.add(List.copyOf(steps));
        }
        return new RunnableJob(tenant, sheet, plan, List.copyOf(columns));
    }

    /** Null if the plan has none there. */
    @Nullable
    RunnableStep step(int column, int step) {
        return column < steps.size() && step < steps.get(column).size() ? steps.get(column).get(step) : null;
    }
}
