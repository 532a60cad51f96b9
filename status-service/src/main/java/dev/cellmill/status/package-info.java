/** Folding events into cells and counters; progress, results. */
@NullMarked
package dev.cellmill.status;

import org.jspecify.annotations.NullMarked;
