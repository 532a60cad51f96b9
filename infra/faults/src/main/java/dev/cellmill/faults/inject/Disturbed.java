package dev.cellmill.faults.inject;

/** That workers may have been cut off. @param at monotonic, in microseconds */
public record Disturbed(String what, long at) {}
