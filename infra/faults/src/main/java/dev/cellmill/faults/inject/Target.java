package dev.cellmill.faults.inject;

/** What a round has that poison may name. */
public record Target(String job, String sheet, long run, int rows) {}
