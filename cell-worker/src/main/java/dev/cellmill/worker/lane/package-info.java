/**
 * Taking tasks: one poll loop for each lane, which offsets are finished, what is committed, and when to pause.
 * Nothing here knows what a provider is; cells are run by {@code run}.
 */
@NullMarked
package dev.cellmill.worker.lane;

import org.jspecify.annotations.NullMarked;
