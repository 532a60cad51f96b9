package dev.cellmill.status.live;

import dev.cellmill.common.message.Position;
import java.util.Comparator;

/** Names an attempt of a cell. Newer ones are greater. */
record AttemptKey(Position position, long attempt) implements Comparable<AttemptKey> {
    static final Comparator<Position> BY_POSITION = Comparator.comparingLong(Position::run)
            .thenComparingInt(Position::dispatch).thenComparingInt(Position::step);
    private static final Comparator<AttemptKey> ORDER = Comparator.comparing(AttemptKey::position, BY_POSITION)
            .thenComparingLong(AttemptKey::attempt);

    @Override
    public int compareTo(AttemptKey other) {
        return ORDER.compare(this, other);
    }
}
