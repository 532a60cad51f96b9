/**
 * A consumer of Cellmill's events, to start from. It stands on the documented messages alone.
 */
@NullMarked
package dev.cellmill.examples.consumer;

import org.jspecify.annotations.NullMarked;
