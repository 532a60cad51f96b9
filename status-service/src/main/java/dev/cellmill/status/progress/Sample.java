package dev.cellmill.status.progress;

/**
 * How many cells had ended at a time.
 *
 * @param millis since 1970
 */
record Sample(long millis, long ended) {}
