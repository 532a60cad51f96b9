package dev.cellmill.status.live;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.access.TenantPlaces;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.status.progress.ProgressView;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The jobs that are watched now. A service that stops lets all watchers go, before it waits for its requests. */
final class LiveJobs implements SmartLifecycle {
    private final Map<JobId, LiveJob> jobs = new ConcurrentHashMap<>();
    private final LiveSettings settings;
    private final BiFunction<TenantId, UUID, ProgressView> progress;
    private final Frames frames;
    private final AtomicLong textMemory;
    private final LiveMeters meters;
    private final TenantPlaces places;
    private boolean stopped;
    private volatile boolean running;

    /** @param progress reads it, or throws a {@link ProblemException} where there is no such job */
    LiveJobs(LiveSettings settings, BiFunction<TenantId, UUID, ProgressView> progress, Frames frames,
            LiveMeters meters, Sharing sharing) {
        this.places = new TenantPlaces(settings.maxWatchers(), sharing, Duration.ZERO);
        this.settings = settings;
        this.progress = progress;
        this.frames = frames;
        this.meters = meters;
        this.textMemory = new AtomicLong(settings.textMemory().toBytes() / Character.BYTES);
    }

    /** @param fresh blocks of rows that nobody watched before */
    record Entry(LiveJob job, Watcher watcher, Set<Integer> fresh) {}

    /** @throws ProblemException unavailable, if there are as many watchers as may be, or the service stops */
    Entry enter(WatchedJob job, WatchedRows rows) {
        if (!places.enter(job.tenant())) {
            meters.refused();
            throw unavailable(
                    "As many streams are open here as cellmill.live.max-watchers (%d) lets a tenant have; try again in a moment, or ask GET /v1/status/jobs/%s now and then."
                            .formatted(settings.maxWatchers(), job.id()));
        }
        boolean entered = false;
        try {
            Entry entry = entered(job, rows);
            entered = true;
            return entry;
        } finally {
            if (!entered) {
                places.leave(job.tenant());
            }
        }
    }

    private synchronized Entry entered(WatchedJob job, WatchedRows rows) {
        if (stopped) {
            meters.refused();
            throw unavailable("This process is about to stop; try again in a moment.");
        }
        meters.entered();
        LiveJob live = jobs.computeIfAbsent(job.id(), _ -> new LiveJob(job, frames, textMemory,
                new ProgressNews(() -> progress.apply(job.tenant(), job.id().value()), frames, System::nanoTime)));
        var watcher = new Watcher(rows, meters::overflowed);
        return new Entry(live, watcher, live.add(watcher));
    }

    synchronized void leave(Entry entry) {
        places.leave(entry.job().job().tenant());
        meters.left();
        if (!entry.job().remove(entry.watcher())) {
            jobs.remove(entry.job().job().id());
        }
    }

    private static ProblemException unavailable(String sentence) {
        return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, sentence));
    }

    boolean isWatched() {
        return !jobs.isEmpty();
    }

    @Nullable
    LiveJob find(JobId id) {
        return jobs.get(id);
    }

    /** Whether any watched job is of the sheet. */
    boolean hasSheet(SheetId sheet) {
        return jobs.values().stream().anyMatch(job -> job.job().sheet().equals(sheet));
    }

    List<LiveJob> all() {
        return List.copyOf(jobs.values());
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        stopped = true;
        var all = new HashSet<Watcher>();
        jobs.values().forEach(job -> all.addAll(job.watchers()));
        all.forEach(Watcher::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the web server, which waits for requests under way. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
