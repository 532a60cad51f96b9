/**
 * What a round does: its jobs and its faults with their times, all from the seed and the round's number.
 * Pure: no clock, no process, no I/O.
 */
@NullMarked
package dev.cellmill.faults.plan;

import org.jspecify.annotations.NullMarked;
