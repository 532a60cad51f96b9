package dev.cellmill.faults.inject;

/**
 * That workers may have been cut off. Times are monotonic, in microseconds.
 *
 * @param unstoredSince since when answers to be kept may not have been stored; {@code at} if they were
 */
public record Disturbed(String what, long at, long unstoredSince) {}
