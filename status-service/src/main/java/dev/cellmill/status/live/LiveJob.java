package dev.cellmill.status.live;

import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.OutputChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A job that is watched: who watches which of its rows, which of their cells are to be read, and the texts of those that
 * run. Thread-safe; nothing here waits for anything.
 */
final class LiveJob {
    private final WatchedJob job;
    private final Frames frames;
    private final LiveTexts texts;
    private final ProgressNews progress;
    private final Map<Integer, List<Watcher>> watchers = new HashMap<>();
    private final Map<CellPlace, Mark> marks = new HashMap<>();

    /**
     * @param behind the offset behind the newest event of a cell
     * @param endOfRun that an event ended the cell in, 0 if none did; its value may come only after the fold has passed the event
     */
    private record Mark(int partition, long behind, long endOfRun) {
        private boolean isFolded(Map<Integer, Long> folded) {
            return folded.getOrDefault(partition, 0L) >= behind;
        }

        private boolean isAwaited(@Nullable LiveCell cell) {
            return endOfRun > 0 && (cell == null || !cell.hasEndedIn(endOfRun));
        }
    }

    /** @param textMemory characters that all texts of the process may still hold */
    LiveJob(WatchedJob job, Frames frames, AtomicLong textMemory, ProgressNews progress) {
        this.job = job;
        this.frames = frames;
        this.texts = new LiveTexts(textMemory);
        this.progress = progress;
    }

    WatchedJob job() {
        return job;
    }

    ProgressNews progress() {
        return progress;
    }

    /** @return the blocks that were not watched before */
    synchronized Set<Integer> add(Watcher watcher) {
        var fresh = new HashSet<Integer>();
        watcher.rows().blocks().forEach(block -> watchers.computeIfAbsent(block, added -> {
            fresh.add(added);
            return new ArrayList<>();
        }).add(watcher));
        return fresh;
    }

    /** @return whether anyone is left */
    synchronized boolean remove(Watcher watcher) {
        watcher.rows().blocks().forEach(block -> watchers.computeIfPresent(block, (_, others) -> {
            others.remove(watcher);
            return others.isEmpty() ? null : others;
        }));
        texts.keepOnly(this::takesTexts);
        marks.keySet().removeIf(place -> !isWatched(place.row()) && !texts.holds(place));
        return !watchers.isEmpty();
    }

    synchronized boolean isWatched(int row) {
        return watchers.getOrDefault(CellBlock.block(row), List.of()).stream()
                .anyMatch(watcher -> watcher.rows().has(row));
    }

    /**
     * Whether texts of this row are held: those of all of a block in which anyone watches, so that whoever scrolls on finds
     * them from their beginning.
     */
    synchronized boolean takesTexts(int row) {
        return watchers.containsKey(CellBlock.block(row));
    }

    synchronized Set<Watcher> watchers() {
        var all = new HashSet<Watcher>();
        watchers.values().forEach(all::addAll);
        return all;
    }

    /** An event of the cell was seen. @param endOfRun where it is an end whose value is a text of the output, else 0 */
    synchronized void mark(CellPlace place, int partition, long offset, long endOfRun) {
        if (isWatched(place.row()) || texts.holds(place)) {
            marks.merge(place, new Mark(partition, offset + 1, endOfRun), (before, now) -> new Mark(partition,
                    now.behind(), Math.max(before.endOfRun(), endOfRun)));
        }
    }

    /** A text is told at once, unless nothing is known of its cell: then once the cell is read. */
    synchronized void add(OutputChunk chunk) {
        var place = new CellPlace(chunk.cell().row(), chunk.cell().column());
        if (takesTexts(place.row()) && place.column() < job.columns().size()) {
            texts.add(place, chunk).ifPresent(piece -> tell(place, piece, chunk.progress()));
        }
    }

    /** Whether anything waits for the fold, or for the tail. */
    synchronized boolean waitsForFold() {
        return !marks.isEmpty() || watchers().stream().anyMatch(watcher -> !watcher.isSettled());
    }

    /** The cells to read: those whose events are folded, and those of which there is a text and nothing is known. */
    synchronized List<CellPlace> due(Map<Integer, Long> folded) {
        var places = new HashSet<>(texts.unknown());
        marks.forEach((place, mark) -> {
            if (mark.isFolded(folded)) {
                places.add(place);
            }
        });
        return List.copyOf(places);
    }

    /**
     * Tells of cells that were due, each watcher of all of them at once.
     *
     * @param stored what was found of them; the others are not stored yet
     */
    synchronized void read(List<CellPlace> places, Map<CellPlace, LiveCell> stored, Map<Integer, Long> folded) {
        var told = new HashMap<Watcher, List<Frame>>();
        var pieces = new LinkedHashMap<CellPlace, TextPiece>();
        for (CellPlace place : places) {
            LiveCell cell = stored.get(place);
            texts.settle(place, cell).ifPresent(piece -> pieces.put(place, piece));
            Mark mark = marks.get(place);
            if (mark != null && mark.isFolded(folded) && !mark.isAwaited(cell)) {
                marks.remove(place);
                if (cell != null) {
                    Frame frame = frames.cell(job, cell);
                    watching(place.row()).forEach(
                            watcher -> told.computeIfAbsent(watcher, _ -> new ArrayList<>()).add(frame));
                }
            }
        }
        told.forEach(Watcher::offer);
        pieces.forEach((place, piece) -> tell(place, piece, texts.progress(place)));
    }

    /** The texts of the watcher's rows as they stand; what follows is queued for it. */
    synchronized List<Frame> textsFor(Watcher watcher) {
        watcher.takeTexts();
        var all = new ArrayList<Frame>();
        texts.known((place, piece) -> {
            if (watcher.rows().has(place.row())) {
                all.add(frames.text(job, place, piece, texts.progress(place)));
            }
        });
        return all;
    }

    private void tell(CellPlace place, TextPiece piece, @Nullable String progress) {
        List<Watcher> watching = watching(place.row());
        if (!watching.isEmpty()) {
            Frame frame = frames.text(job, place, piece, progress);
            watching.forEach(watcher -> watcher.offerText(frame));
        }
    }

    private List<Watcher> watching(int row) {
        return watchers.getOrDefault(CellBlock.block(row), List.of()).stream()
                .filter(watcher -> watcher.rows().has(row)).toList();
    }
}
