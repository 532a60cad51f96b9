/**
 * {@code ./cellmill faults}: rounds of faults drawn from a seed, over real processes, each judged by the oracle. The
 * command, the series of rounds and what it keeps of them; nothing here knows how a fault is done.
 */
@NullMarked
package dev.cellmill.faults;

import org.jspecify.annotations.NullMarked;
