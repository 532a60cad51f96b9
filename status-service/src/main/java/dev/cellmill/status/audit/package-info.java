/**
 * Counters against the cells they count: an operator's tool, and what every fault run ends with. Recounts with
 * statements of its own, so that it finds the fold's mistakes; {@code repair} alone writes, and nothing else may.
 */
@NullMarked
package dev.cellmill.status.audit;

import org.jspecify.annotations.NullMarked;
