/**
 * Follows some cells of a job from its submission over Kafka to the fold, where an operator wants that. Whoever works on
 * one asks {@link dev.cellmill.common.trace.Traces}, which does nothing where traces are off.
 */
@NullMarked
package dev.cellmill.common.trace;

import org.jspecify.annotations.NullMarked;
