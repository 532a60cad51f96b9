package dev.cellmill.status.live;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.status.progress.ProgressView;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A job's progress for all who watch it: read at most four times a second while its events come, else once a second, for
 * what happens without any.
 */
final class ProgressNews {
    private static final long WHILE_EVENTS_COME = Duration.ofMillis(250).toNanos();
    private static final long OTHERWISE = Duration.ofSeconds(1).toNanos();

    private final Supplier<ProgressView> reader;
    private final Frames frames;
    private final LongSupplier nanos;
    private volatile long touched;
    private @Nullable Told last;
    /** What all were told last. */
    private @Nullable Told announced;
    private long readAt;

    /** What is told, and whether nothing comes after it. */
    record Told(ProgressView view, Frame frame) {
        boolean isLast() {
            return view.isComplete();
        }
    }

    /** @param nanos a clock that only goes on */
    ProgressNews(Supplier<ProgressView> reader, Frames frames, LongSupplier nanos) {
        this.reader = reader;
        this.frames = frames;
        this.nanos = nanos;
        this.touched = nanos.getAsLong() - OTHERWISE;
    }

    /** An event of the job was seen; the fold may have it only in a moment. */
    void touch() {
        touched = nanos.getAsLong();
    }

    /** For a new watcher: at most a quarter of a second old. @throws ProblemException if the job is gone */
    synchronized Told now() {
        if (last == null || nanos.getAsLong() - readAt >= WHILE_EVENTS_COME) {
            read();
        }
        return requireNonNull(last);
    }

    /** What all have not been told, if it is time to look. @throws ProblemException if the job is gone */
    synchronized Optional<Told> news() {
        long now = nanos.getAsLong();
        long pause = now - touched < OTHERWISE ? WHILE_EVENTS_COME : OTHERWISE;
        if (last == null || now - readAt >= pause) {
            read();
        }
        if (last == announced) {
            return Optional.empty();
        }
        announced = last;
        return Optional.ofNullable(announced);
    }

    private void read() {
        ProgressView view = reader.get();
        readAt = nanos.getAsLong();
        if (last == null || !last.view().equals(view)) {
            last = new Told(view, frames.progress(view));
        }
    }
}
