package dev.cellmill.common.service;

/** What waits for moments of the wall clock, as Kafka's clients do, and waits too long once that is set back. */
public interface KeepsWallTime {

    /** Begins anew, or sees otherwise that nothing waits for a moment of the old time. Returns soon; may be called at any time. */
    void clockWasSetBack();
}
