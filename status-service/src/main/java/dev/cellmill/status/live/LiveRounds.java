package dev.cellmill.status.live;

import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads what is new for all watchers together: of each watched job the cells that were marked and are folded, and its
 * progress. Rounds take the time they take; on a slow database they are fewer.
 */
final class LiveRounds extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** After trouble. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LiveJobs jobs;
    private final LiveTail tail;
    private final FoldPositions fold;
    private final WatchedCells cells;
    private final LiveMeters meters;
    private long quietUntil = System.nanoTime();

    LiveRounds(LiveJobs jobs, LiveTail tail, FoldPositions fold, WatchedCells cells, LiveMeters meters) {
        super("live-rounds", INTERVAL, ShutdownPhase.REST);
        this.jobs = jobs;
        this.tail = tail;
        this.fold = fold;
        this.cells = cells;
        this.meters = meters;
    }

    @Override
    protected void run() {
        if (!jobs.isWatched() || System.nanoTime() - quietUntil < 0) {
            return;
        }
        long began = System.nanoTime();
        try {
            List<LiveJob> watched = jobs.all();
            Map<Integer, Long> folded = watched.stream().anyMatch(LiveJob::waitsForFold) ? fold.committed() : Map.of();
            watched.forEach(job -> read(job, folded));
            meters.round(began);
        } catch (RuntimeException e) {
            quietUntil = System.nanoTime() + PAUSE.toNanos();
            throw e;
        }
    }

    private void read(LiveJob job, Map<Integer, Long> folded) {
        job.watchers().forEach(watcher -> watcher.settle(tail.passed(job.job(), watcher.rows()), folded));
        List<CellPlace> due = job.due(folded);
        if (!due.isEmpty()) {
            job.read(due, cells.read(job.job(), due), folded);
        }
        try {
            job.progress().news().ifPresent(told -> tell(job, told));
        } catch (ProblemException gone) {
            job.watchers().forEach(Watcher::close);
        }
    }

    /** The last word is the database's: where nothing comes any more, a snapshot ends the stream. */
    private static void tell(LiveJob job, ProgressNews.Told told) {
        for (Watcher watcher : job.watchers()) {
            if (told.isLast()) {
                watcher.wantSnapshot();
            } else {
                watcher.offerProgress(told.frame());
            }
        }
    }
}
