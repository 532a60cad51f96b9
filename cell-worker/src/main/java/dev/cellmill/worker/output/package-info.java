/**
 * What attempts write while they run, on its way to those who read along: gathered into chunks, sent, and named by the
 * cell's end. Knows no provider and nothing of how cells are run.
 */
@NullMarked
package dev.cellmill.worker.output;

import org.jspecify.annotations.NullMarked;
