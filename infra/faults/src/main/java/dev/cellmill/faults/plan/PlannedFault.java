package dev.cellmill.faults.plan;

import java.time.Duration;

/** @param at after the round's jobs were submitted */
public record PlannedFault(Duration at, Fault fault) {}
