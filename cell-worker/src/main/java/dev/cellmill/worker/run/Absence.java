package dev.cellmill.worker.run;

import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.Price;
import dev.cellmill.common.plan.ProviderProfile;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Why this worker cannot call a provider at all. Pure. */
final class Absence {
    private Absence() {}

    /**
     * A task for a provider that this worker lacks fails at once: its key would bring it back to this very worker.
     * Lanes are served by workers with one configuration. One within a budget fails as well where a call has become
     * dearer than what was set aside for it.
     *
     * @param gate of the run's provider, null where this worker has none
     * @return null if it can be called, which it cannot without a gate
     */
    static @Nullable CellError of(CellRun run, @Nullable ProviderGate gate) {
        String provider = run.step().plan().provider();
        if (gate == null) {
            return new CellError(ErrorCode.PROVIDER_UNAVAILABLE, ("provider %s is not configured on the worker that got"
                    + " the task; give all workers the same providers and retry").formatted(provider), true, 0);
        }
        if (isDearer(run, gate.provider().profile())) {
            return new CellError(ErrorCode.BUDGET_EXCEEDED, ("the price of provider %s was raised after the job was"
                    + " submitted, so what its budget set aside does not cover a call; submit a job with a budget anew,"
                    + " which redoes nothing that is done").formatted(provider), false, 0);
        }
        String variable = gate.provider().profile().missingVariable();
        return variable == null
                ? null
                : new CellError(ErrorCode.PROVIDER_UNAVAILABLE,
                        "provider %s needs the variable %s, which is not set on the worker; set it and retry"
                                .formatted(provider, variable),
                        true, 0);
    }

    private static boolean isDearer(CellRun run, ProviderProfile now) {
        Price planned = run.step().plan().price();
        if (planned == null || run.task().reservation() == null) {
            return false;
        }
        ProviderProfile.Model model = run.step().plan().model() == null
                ? null
                : now.models().get(run.step().plan().model());
        return isMore(now.costPerCall(), planned.perCall())
                || model != null && model.hasPrice()
                        && (isMore(model.inputPerMillion(), planned.inputPerMillion())
                                || isMore(model.outputPerMillion(), planned.outputPerMillion()));
    }

    private static boolean isMore(BigDecimal now, BigDecimal planned) {
        return now.compareTo(planned) > 0;
    }
}
