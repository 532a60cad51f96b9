package dev.cellmill.faults.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A round: the same seed, number, kinds and shape give the same.
 *
 * @param round from 0
 * @param faults in the order of their times
 */
public record FaultPlan(long seed, int round, List<PlannedJob> jobs, List<PlannedFault> faults) {
    private static final int LATEST_FAULT_MILLIS = 5_000;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public FaultPlan {
        jobs = List.copyOf(jobs);
        faults = List.copyOf(faults);
    }

    /** @param kinds that are drawn from */
    public static FaultPlan of(long seed, int round, List<FaultKind> kinds, Shape shape) {
        var random = new Random(seed * GOLDEN + round);
        var draw = new DrawFault(random, shape);
        List<PlannedFault> faults = new Decks(seed, kinds).of(round).stream()
                .map(kind -> new PlannedFault(Duration.ofMillis(random.nextInt(LATEST_FAULT_MILLIS)), draw.of(kind)))
                .sorted(Comparator.comparing(PlannedFault::at))
                .toList();
        return new FaultPlan(seed, round, jobs(random, faults), faults);
    }

    public List<FaultKind> kinds() {
        return faults.stream().map(planned -> planned.fault().kind()).toList();
    }

    /** On lines of its own, for people. */
    public String describe() {
        return "round %d of seed %d%n%s%n%s".formatted(round, seed,
                jobs.stream().map(job -> "  " + job).collect(Collectors.joining(System.lineSeparator())),
                faults.stream().map(planned -> "  after %d ms: %s".formatted(planned.at().toMillis(), planned.fault()))
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    private static List<PlannedJob> jobs(Random random, List<PlannedFault> faults) {
        var jobs = new ArrayList<PlannedJob>();
        int chained = random.nextInt(60, 181);
        jobs.add(new PlannedJob("chained", PlannedJob.Columns.CHAINED, Duration.ZERO, chained, random.nextInt(1, 4),
                chained, null, random.nextInt(8, 33), false, random.nextInt(3) == 0
                        ? PlannedJob.Change.PAUSE_AND_RESUME
                        : PlannedJob.Change.NONE));
        int priced = random.nextInt(40, 121);
        jobs.add(new PlannedJob("priced", PlannedJob.Columns.PRICED, Duration.ZERO, priced, 0, priced,
                random.nextBoolean() ? new BigDecimal("0.05") : new BigDecimal("10"), random.nextInt(4, 17), false,
                random.nextInt(4) == 0 ? PlannedJob.Change.CANCEL : PlannedJob.Change.NONE));
        int limited = random.nextInt(30, 71);
        jobs.add(new PlannedJob("limited", PlannedJob.Columns.LIMITED, Duration.ZERO, limited, 0, limited, null, 20,
                false, PlannedJob.Change.NONE));
        jobs.add(new PlannedJob("cached", PlannedJob.Columns.CACHED, Duration.ZERO, random.nextInt(60, 201), 0,
                random.nextInt(5, 31), null, 20, false, PlannedJob.Change.NONE));
        int flaky = random.nextInt(20, 61);
        boolean stops = random.nextInt(3) == 0;
        jobs.add(new PlannedJob("flaky", PlannedJob.Columns.FLAKY, Duration.ZERO, flaky, 0, flaky, null,
                random.nextInt(3, 11), stops, random.nextBoolean()
                        ? PlannedJob.Change.RETRY_FAILED
                        : PlannedJob.Change.NONE));
        int late = random.nextInt(5, 31);
        jobs.add(new PlannedJob("late", PlannedJob.Columns.CHAINED, Duration.ofMillis(random.nextInt(1_500, 5_000)),
                late, 0, late, null, 20, false, PlannedJob.Change.NONE));
        if (faults.stream().anyMatch(planned -> planned.fault() instanceof Fault.TooMany)) {
            jobs.add(new PlannedJob("busy", PlannedJob.Columns.BUSY, Duration.ZERO, 40, 0, 40, null, 6, false,
                    PlannedJob.Change.NONE));
        }
        return jobs;
    }
}
