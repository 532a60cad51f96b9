/**
 * One round: its jobs are submitted, its faults done, its end awaited, and the facts collected for the oracle.
 * What the facts mean is not judged here.
 */
@NullMarked
package dev.cellmill.faults.round;

import org.jspecify.annotations.NullMarked;
