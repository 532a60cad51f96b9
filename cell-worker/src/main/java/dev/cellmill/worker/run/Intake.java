package dev.cellmill.worker.run;

import dev.cellmill.common.log.LogContext;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.template.InvalidTemplate;
import dev.cellmill.common.trace.TraceHeader;
import dev.cellmill.common.trace.Traces;
import dev.cellmill.worker.replay.Replays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * From records to running cells: decodes, drops what is no longer wanted, puts aside what nobody can run, and asks of
 * what may have been done before whether it was. Runs on the virtual thread of a few records. Thread-safe.
 */
final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final JobCatalog jobs;
    private final Replays replays;
    private final Patience patience;
    private final RejectedTasks rejected;
    private final CellReporter reporter;
    private final Calls calls;
    private final Watch watch;
    private final Timer timer;
    private final Traces traces;
    private final TasksInHand inHand = new TasksInHand();
    private final RequestsElsewhere elsewhere = new RequestsElsewhere();

    Intake(
            JobCatalog jobs, Replays replays, Patience patience, RejectedTasks rejected, CellReporter reporter,
            Calls calls,
            Watch watch,
            Timer timer,
            Traces traces) {
        this.traces = traces;
        this.timer = timer;
        this.jobs = jobs;
        this.replays = replays;
        this.patience = patience;
        this.rejected = rejected;
        this.reporter = reporter;
        this.calls = calls;
        this.watch = watch;
    }

    void take(List<? extends Delivery> deliveries) {
        var certain = new ArrayList<CellRun>(deliveries.size());
        var doubtful = new ArrayList<CellRun>();
        for (Delivery delivery : deliveries) {
            CellRun run = decoded(delivery);
            if (run != null) {
                if (delivery.mayHaveRun() && delivery.begunBy() != null) {
                    elsewhere.add(run);
                }
                boolean mayHaveRun = delivery.mayHaveRun() || run.task().resent();
                (mayHaveRun || !inHand.take(run.task(), delivery) ? doubtful : certain).add(run);
            }
        }
        if (!doubtful.isEmpty()) {
            Thread.startVirtualThread(() -> judge(doubtful));
        }
        launch(certain);
    }

    /** What is asked elsewhere is not asked here as well: who asks the same waits for its end. */
    private void launch(List<CellRun> wanted) {
        List<CellRun> runs = wanted;
        if (!elsewhere.isEmpty()) {
            Map<Boolean, List<CellRun>> waiting = wanted.stream()
                    .collect(Collectors.partitioningBy(elsewhere::isAsked));
            lookAgain(waiting.get(true));
            runs = waiting.get(false);
        }
        if (!runs.isEmpty()) {
            begin(runs);
        }
    }

    private void begin(List<CellRun> runs) {
        try {
            patience.untilItSucceeds("kept answers", () -> {
                calls.remember(runs);
                return runs;
            });
        } catch (Patience.Exhausted e) {
            runs.forEach(run -> run.delivery().abandon());
            return;
        }
        var leading = new ArrayList<Call>(runs.size());
        for (CellRun run : runs) {
            Call call = calls.ask(run);
            if (call != null) {
                leading.add(call);
            }
        }
        new Chunk(runs, leading, calls, watch).begin();
    }

    private void judge(List<CellRun> all) {
        var doubtful = new ArrayList<CellRun>(all.size());
        var copies = new ArrayList<CellRun>();
        for (CellRun run : all) {
            (inHand.take(run.task(), run.delivery()) ? doubtful : copies).add(run);
        }
        copies.forEach(CellRun::waitsForCopy);
        lookAgain(copies);
        if (!doubtful.isEmpty()) {
            judgeOnly(doubtful);
        }
    }

    /** Tasks of which this worker has no other copy in hand. */
    private void judgeOnly(List<CellRun> doubtful) {
        long since = doubtful.stream().mapToLong(Intake::doubtedSince).reduce(Intake::later).orElseThrow();
        List<Replays.Verdict> verdicts;
        try {
            verdicts = patience.untilItSucceeds("what ended before",
                    () -> replays.judge(doubtful.stream().map(CellRun::task).toList(), since));
        } catch (Patience.Exhausted e) {
            doubtful.forEach(this::abandon);
            return;
        }
        var toRun = new ArrayList<CellRun>();
        var underWay = new ArrayList<CellRun>();
        for (int i = 0; i < doubtful.size(); i++) {
            CellRun run = doubtful.get(i);
            Replays.Verdict verdict = seenWith(run, verdicts.get(i));
            if (!(verdict instanceof Replays.Verdict.UnderWay)) {
                elsewhere.remove(run);
            }
            switch (verdict) {
                case Replays.Verdict.Open _ -> toRun.add(run);
                case Replays.Verdict.UnderWay _ -> {
                    elsewhere.add(run);
                    underWay.add(run);
                }
                case Replays.Verdict.Lost(long atRisk) -> {
                    try (LogContext _ = LogContext.of(run.task().cell(), run.step().plan().provider())) {
                        log.info("a worker died over {}; its call is charged at ${} and the cell given back",
                                run.task().cell(), NanoDollars.toDollars(atRisk));
                    }
                    run.end();
                    if (run.step().gate() != null) {
                        run.step().gate().meters().charged(atRisk);
                    }
                    reporter.lost(run.task(), run.delivery(), atRisk);
                }
                case Replays.Verdict.Accounted _ -> {
                    run.end();
                    run.delivery().finish();
                }
                case Replays.Verdict.Superseded _ -> {
                    run.end();
                    reporter.superseded(run.task(), run.delivery());
                }
            }
        }
        launch(toRun);
        lookAgain(underWay);
    }

    private void lookAgain(List<CellRun> later) {
        if (!later.isEmpty()) {
            later.forEach(run -> run.delivery().park());
            timer.after(LOOK_AGAIN, () -> judgeAgain(later));
        }
    }

    /** A call that was under way when its worker lost the partition is not repeated while that worker lives. */
    private Replays.Verdict seenWith(CellRun run, Replays.Verdict verdict) {
        String worker = run.delivery().begunBy();
        return verdict instanceof Replays.Verdict.Open && worker != null && replays.mayStillEnd(worker)
                ? new Replays.Verdict.UnderWay()
                : verdict;
    }

    private void judgeAgain(List<CellRun> underWay) {
        var wanted = new ArrayList<CellRun>();
        for (CellRun run : underWay) {
            if (run.delivery().withdrawn()) {
                run.end();
                abandon(run);
            } else {
                run.delivery().unpark();
                wanted.add(run);
            }
        }
        if (!wanted.isEmpty()) {
            Thread.startVirtualThread(() -> judge(wanted));
        }
    }

    private void abandon(CellRun run) {
        elsewhere.remove(run);
        run.delivery().abandon();
    }

    /** A task that was sent twice is in doubt from the moment its second copy came, and its first was over. */
    private static long doubtedSince(CellRun run) {
        return run.task().resent() || run.hasWaitedForCopy() ? System.nanoTime() : run.delivery().assignedAt();
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }

    private @Nullable CellRun decoded(Delivery delivery) {
        CellTask task;
        try {
            task = Messages.readTask(delivery.record().value());
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            rejected.reject(delivery, "the task cannot be read: " + e.getMessage());
            return null;
        }
        try {
            return run(task, delivery);
        } catch (Patience.Exhausted e) {
            delivery.abandon();
            return null;
        } catch (JacksonException | InvalidTemplate | IllegalArgumentException e) {
            rejected.reject(delivery, "the plan of its job cannot be used: " + e.getMessage());
            return null;
        }
    }

    private @Nullable CellRun run(CellTask task, Delivery delivery) {
        Optional<RunnableJob> job = jobs.find(task.cell().job());
        if (job.isEmpty()) {
            log.debug("job {} was deleted; its task is dropped", task.cell().job());
            delivery.finish();
            return null;
        }
        RunnableStep step = job.get().step(task.cell().column(), task.position().step());
        if (step == null || !CellAccount.fits(task.position())) {
            rejected.reject(delivery, "its job has no such cell and step: " + task.cell() + ", " + task.position());
            return null;
        }
        return new CellRun(task, delivery, step, reporter, traces.areOn()
                ? traces.follow("cellmill.cell", TraceHeader.read(delivery.record().headers()), "provider",
                        step.plan().provider(), "lane", task.lane())
                : null);
    }
}
