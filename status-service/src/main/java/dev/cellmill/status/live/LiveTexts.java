package dev.cellmill.status.live;

import dev.cellmill.common.message.OutputChunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a job's running cells. Of one whose cell was not read yet it is unknown whether the cell still runs; it is
 * told when that is known. Not thread-safe.
 */
final class LiveTexts {
    private final AtomicLong memory;
    private final Map<CellPlace, Held> texts = new HashMap<>();

    private static final class Held {
        private final CellText text = new CellText();
        private boolean isKnown;
        private @Nullable String progress;
    }

    /** @param memory characters that the texts of all jobs may still hold */
    LiveTexts(AtomicLong memory) {
        this.memory = memory;
    }

    /** @return what there is to tell */
    Optional<TextPiece> add(CellPlace place, OutputChunk chunk) {
        if (chunk.stream() == OutputChunk.Stream.LOG && chunk.progress() == null) {
            return Optional.empty();
        }
        Held held = texts.computeIfAbsent(place, _ -> new Held());
        AttemptKey before = held.text.attempt();
        int length = held.text.length();
        var from = new AttemptKey(chunk.position(), chunk.attempt());
        Optional<TextPiece> piece = switch (chunk.stream()) {
            case ANSWER -> held.text.add(from, chunk.offset(), chunk.text());
            case LOG -> Optional.empty();
        };
        boolean isNews = chunk.stream() == OutputChunk.Stream.LOG || chunk.text().isEmpty();
        if (piece.isEmpty() && isNews && chunk.progress() != null) {
            piece = held.text.touch(from);
        }
        if (!from.equals(before) && from.equals(held.text.attempt())) {
            held.progress = null;
        }
        if (piece.isPresent() && chunk.progress() != null) {
            held.progress = chunk.progress();
        }
        remember(held.text, length);
        return held.isKnown ? piece : Optional.empty();
    }

    /** Where all is full, a text that grows keeps nothing: its watchers have had it. */
    private void remember(CellText text, int before) {
        if (memory.addAndGet(before - text.length()) < 0) {
            memory.addAndGet(text.length());
            text.drop();
        }
    }

    boolean holds(CellPlace place) {
        return texts.containsKey(place);
    }

    /** The cells that were not read yet. */
    List<CellPlace> unknown() {
        return texts.entrySet().stream().filter(text -> !text.getValue().isKnown).map(Map.Entry::getKey).toList();
    }

    /**
     * The cell was read; a text of what is past is no longer held.
     *
     * @param cell null where nothing is stored of it
     * @return what can be told now
     */
    Optional<TextPiece> settle(CellPlace place, @Nullable LiveCell cell) {
        Held held = texts.get(place);
        if (held == null) {
            return Optional.empty();
        }
        AttemptKey attempt = held.text.attempt();
        if (cell != null && (attempt == null || cell.isBeyond(attempt.position()))) {
            memory.addAndGet(held.text.length());
            texts.remove(place);
            return Optional.empty();
        }
        boolean isNew = !held.isKnown;
        held.isKnown = true;
        return isNew ? held.text.whole() : Optional.empty();
    }

    @Nullable
    String progress(CellPlace place) {
        Held held = texts.get(place);
        return held == null ? null : held.progress;
    }

    void known(BiConsumer<CellPlace, TextPiece> visitor) {
        texts.forEach((place, held) -> {
            if (held.isKnown) {
                held.text.whole().ifPresent(piece -> visitor.accept(place, piece));
            }
        });
    }

    void keepOnly(IntPredicate rows) {
        texts.entrySet().removeIf(text -> {
            boolean goes = !rows.test(text.getKey().row());
            if (goes) {
                memory.addAndGet(text.getValue().text.length());
            }
            return goes;
        });
    }
}
