package dev.cellmill.status.live;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of snapshots. Who asks for a page that another is about to read gets that one: many watchers who come
 * within a moment cost one read. A page is never older than the question. Thread-safe.
 */
final class SnapshotPages {
    /** Pages that are read at once leave the other connections to the database to others. */
    private static final int READERS = 3;

    private final Source source;
    private final Gathering gathering;
    private final Frames frames;
    private final Semaphore readers = new Semaphore(READERS);
    private final ConcurrentHashMap<Key, CompletableFuture<Page>> begun = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    SnapshotPages(Source source, Gathering gathering, Frames frames) {
        this.source = source;
        this.gathering = gathering;
        this.frames = frames;
    }

    /** Reads the next cells that are stored, fewer than {@link WatchedCells#PAGE} where they are the last. */
    interface Source {
        List<LiveCell> page(WatchedJob job, CellPlace after, int end);
    }

    /** Takes a moment, in which others may join. */
    interface Gathering {
        void await() throws InterruptedException;
    }

    private record Key(WatchedJob job, CellPlace after, int end) {}

    /** @param last where the next page begins; null if there is none */
    record Page(List<Frame> frames, @Nullable CellPlace last) {}

    /** @param end behind the last row */
    Page page(WatchedJob job, CellPlace after, int end) throws InterruptedException {
        var key = new Key(job, after, end);
        var mine = new CompletableFuture<Page>();
        CompletableFuture<Page> page = begun.computeIfAbsent(key, _ -> mine);
        waiting.incrementAndGet();
        try {
            if (page == mine) {
                read(key, mine);
            }
            return page.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            waiting.decrementAndGet();
        }
    }

    int waiting() {
        return waiting.get();
    }

    private void read(Key key, CompletableFuture<Page> page) throws InterruptedException {
        boolean isReader = false;
        try {
            gathering.await();
            readers.acquire();
            isReader = true;
            // whoever asks from here on may have heard of more than this reads
            begun.remove(key);
            page.complete(read(key));
        } catch (InterruptedException | RuntimeException e) {
            begun.remove(key, page);
            page.completeExceptionally(e);
            if (e instanceof InterruptedException interrupt) {
                throw interrupt;
            }
        } finally {
            if (isReader) {
                readers.release();
            }
            // after an error nobody waits for ever
            page.cancel(false);
        }
    }

    private Page read(Key key) {
        List<LiveCell> found = source.page(key.job(), key.after(), key.end());
        return new Page(found.stream().map(cell -> frames.cell(key.job(), cell)).toList(),
                found.size() == WatchedCells.PAGE ? found.getLast().place() : null);
    }
}
