package dev.cellmill.faults.guard;

import dev.cellmill.faults.plan.Fault;
import dev.cellmill.faults.plan.FaultKind;
import dev.cellmill.faults.plan.FaultPlan;
import dev.cellmill.faults.plan.Peer;
import dev.cellmill.faults.plan.PlannedFault;
import dev.cellmill.faults.plan.PlannedJob;
import dev.cellmill.faults.plan.PlannedJob.Change;
import dev.cellmill.faults.plan.PlannedJob.Columns;
import dev.cellmill.faults.plan.Service;
import dev.cellmill.faults.plan.Shape;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For each guard a round of half a minute in which it matters. */
public final class GuardPlans {
    /** As many processes as the plans need. */
    public static final Shape SHAPE = new Shape(1, 2, 1);

    private static final int WIDE = 100;

    private GuardPlans() {}

    public static FaultPlan of(Guard guard) {
        return switch (guard) {
            // calls that cost tell of their beginning: told again after their end, it is old
            case ORDER -> plan(guard, List.of(job(Columns.PRICED, 30, 0, null, Change.NONE)), eventsAgain());
            case DEDUPE -> plan(guard, List.of(job(Columns.PRICED, 30, 0, null, Change.NONE)), eventsAgain());
            // slow cells, running and waiting for forty seconds, hold partitions back when the others are long done
            case BITMAP -> plan(guard, List.of(job(Columns.CHAINED, 400, 24, null, Change.NONE)),
                    storm(Duration.ofSeconds(18)));
            // members come and go while calls that cost are under way
            case TAKEOVER -> plan(guard, List.of(job(Columns.PRICED, 1_200, 0, null, Change.NONE)),
                    storm(Duration.ofSeconds(1)));
            // a cell can cost six tenths of a cent and costs a hundredth: all cost more than the budget, any two could
            case RESERVATION -> plan(guard,
                    List.of(job(Columns.PRICED, 100, 0, new BigDecimal("0.008"), Change.NONE)));
            case RATE -> plan(guard, List.of(job(Columns.LIMITED, 60, 0, null, Change.NONE)));
            // each worker has calls of ten seconds under way and more to make; one does not hear of the pause
            case HEARTBEAT -> plan(guard, List.of(job(Columns.CHAINED, 32, 32, null, Change.PAUSE_FOR_LONG)),
                    new PlannedFault(Duration.ofMillis(3_500), new Fault.Cut(FaultKind.CUT_BOTH_WAYS, Service.WORKER, 1,
                            Peer.BROKER, true, true, true, Duration.ofSeconds(11))));
            case OUTBOX -> plan(guard, List.of(job(Columns.FLAKY, 10, 0, null, Change.NONE)),
                    new PlannedFault(Duration.ZERO, new Fault.Sink(FaultKind.SINK_DOWN, Fault.Sink.How.REFUSED,
                            Duration.ofSeconds(10))));
        };
    }

    /** The rule that is broken where it is taken out. */
    public static String rule(Guard guard) {
        return switch (guard) {
            case ORDER -> "ends-stay";
            case DEDUPE -> "counters-equal-cells";
            case BITMAP -> "few-tasks-again";
            case TAKEOVER -> "few-repeated-calls";
            case RESERVATION -> "budgets-hold";
            case RATE -> "rates-hold";
            case HEARTBEAT -> "pauses-stop";
            case OUTBOX -> "messages-arrive";
        };
    }

    private static FaultPlan plan(Guard guard, List<PlannedJob> jobs, PlannedFault... faults) {
        return new FaultPlan(0, guard.ordinal(), jobs, List.of(faults));
    }

    private static PlannedJob job(Columns columns, int rows, int slowRows, @Nullable BigDecimal budget,
            Change change) {
        return new PlannedJob(columns.name().toLowerCase(java.util.Locale.ROOT), columns, Duration.ZERO, rows, slowRows,
                rows, budget, WIDE, false, change);
    }

    /** At first there are few; the round sends them once more when all has ended. */
    private static PlannedFault eventsAgain() {
        return new PlannedFault(Duration.ZERO, new Fault.EventsAgain(FaultKind.EVENTS_AGAIN, 1));
    }

    private static PlannedFault storm(Duration at) {
        return new PlannedFault(at, new Fault.RebalanceStorm(FaultKind.REBALANCE_STORM, 2, Duration.ofSeconds(5)));
    }
}
