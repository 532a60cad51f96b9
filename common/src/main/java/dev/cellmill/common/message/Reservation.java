package dev.cellmill.common.message;

/**
 * What a job's budget set aside for one dispatch of a cell, over all its steps and attempts. In nano-dollars.
 *
 * @param whole what was set aside, given back by whatever closes the dispatch
 * @param spent what earlier steps of this dispatch have cost
 */
public record Reservation(long whole, long spent) {
    public Reservation {
        if (whole < 0 || spent < 0) {
            throw new IllegalArgumentException("no reservation: %d, spent %d".formatted(whole, spent));
        }
    }

    public Reservation after(long cost) {
        return new Reservation(whole, spent + cost);
    }

    /** Whether so much more is within it. */
    public boolean covers(long more) {
        return spent + more <= whole;
    }
}
