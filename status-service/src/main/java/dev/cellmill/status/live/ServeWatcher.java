package dev.cellmill.status.live;

import dev.cellmill.common.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Serves one watcher on its request's own (virtual) thread, until it goes or nothing comes any more. Between two events it
 * holds nothing but the thread; a connection that takes nothing for the server's write timeout is cut.
 */
@Component
class ServeWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(ServeWatcher.class);
    /** After so long without a word a dead connection is noticed, and gives its place to others. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration FURTHEST_BACK = Duration.ofMinutes(10);
    /** For clocks that differ, and cells that began a moment ago. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final LiveJobs jobs;
    private final LiveTail tail;
    private final WatchedCells cells;
    private final SnapshotPages pages;
    private final Frames frames;
    private final Clock clock;

    ServeWatcher(LiveJobs jobs, LiveTail tail, WatchedCells cells, SnapshotPages pages, Frames frames,
            Clock clock) {
        this.jobs = jobs;
        this.tail = tail;
        this.cells = cells;
        this.pages = pages;
        this.frames = frames;
        this.clock = clock;
    }

    /** A watcher that has been let in. */
    LiveJobs.Entry enter(WatchedJob job, WatchedRows rows) {
        LiveJobs.Entry entry = jobs.enter(job, rows);
        try {
            tail.follow(job, entry.fresh(), since(job, entry.fresh()));
            return entry;
        } catch (RuntimeException e) {
            jobs.leave(entry);
            throw e;
        }
    }

    private Instant since(WatchedJob job, Set<Integer> blocks) {
        Instant now = clock.instant();
        Instant earliest = now.minus(FURTHEST_BACK);
        Instant oldest = blocks.stream().flatMap(block -> cells.oldestStart(job, block).stream())
                .min(Instant::compareTo).orElse(now).minus(MARGIN);
        return oldest.isBefore(earliest) ? earliest : oldest;
    }

    /**
     * Returns when the stream has ended, whoever ended it.
     *
     * @param isAdmitted asked before each thing that is told: whose key is revoked is told no more
     */
    void serve(LiveJobs.Entry entry, BooleanSupplier isAdmitted, OutputStream out) throws InterruptedException {
        try {
            out.write(Frames.RETRY.bytes());
            out.flush();
            boolean goesOn = true;
            while (goesOn) {
                Work work = entry.watcher().next(HEARTBEAT);
                if (!isAdmitted.getAsBoolean()) {
                    return;
                }
                switch (work) {
                    case Work.Write(List<Frame> next) -> write(out, next);
                    case Work.Heartbeat() -> write(out, List.of(Frames.HEARTBEAT));
                    case Work.Snapshot() -> goesOn = snapshot(entry, out);
                    case Work.End() -> goesOn = false;
                }
            }
        } catch (IOException e) {
            LOG.debug("a watcher of job {} has gone", entry.job().job().id(), e);
        } catch (ProblemException e) {
            LOG.debug("a stream ends with its job {}", entry.job().job().id(), e);
        } catch (DataAccessException e) {
            LOG.warn("a stream of job {} was cut, its client comes back by itself: the database does not answer",
                    entry.job().job().id(), e);
        } finally {
            jobs.leave(entry);
        }
    }

    /** @return whether anything may come after it */
    private boolean snapshot(LiveJobs.Entry entry, OutputStream out) throws IOException, InterruptedException {
        LiveJob job = entry.job();
        // first: if it says that all has ended, the cells that are read after it have
        ProgressNews.Told progress = job.progress().now();
        entry.watcher().tellsProgress(progress.frame());
        WatchedRows rows = entry.watcher().rows();
        CellPlace after = new CellPlace(rows.first() - 1, Short.MAX_VALUE);
        while (after != null) {
            SnapshotPages.Page page = pages.page(job.job(), after, rows.end());
            for (Frame cell : page.frames()) {
                out.write(cell.bytes());
            }
            after = page.last();
        }
        for (Frame text : job.textsFor(entry.watcher())) {
            out.write(text.bytes());
        }
        out.write(progress.frame().bytes());
        if (progress.isLast()) {
            out.write(frames.end(progress.view().state()).bytes());
        }
        out.flush();
        return !progress.isLast();
    }

    private static void write(OutputStream out, List<Frame> next) throws IOException {
        for (Frame frame : next) {
            out.write(frame.bytes());
        }
        out.flush();
    }
}
