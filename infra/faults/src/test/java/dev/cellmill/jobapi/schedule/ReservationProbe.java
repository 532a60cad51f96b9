package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.message.Reservation;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.Price;
import dev.cellmill.common.plan.ProviderFamily;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A step of one dollar. */
public final class ReservationProbe implements Callable<Boolean> {

    @Override
    public Boolean call() {
        var step = new PlannedStep("provider", "lane", ProviderFamily.HTTP, "hash", null, null, null, Map.of(),
                Map.of(),
                null, null, null, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), List.of(),
                Price.perCall(BigDecimal.ONE), List.of());
        long reserved = new StepCost(step, OutputType.TEXT, Map.of()).worst(Map.of());
        return reserved > 0 && !new Reservation(reserved, 1).covers(reserved);
    }
}
