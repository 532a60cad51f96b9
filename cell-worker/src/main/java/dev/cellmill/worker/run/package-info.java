/**
 * The life of one step of a cell: render, look up, join or call, read the answer, decide, report.
 * Knows nothing of partitions, offsets or commits; a {@link dev.cellmill.worker.run.Delivery} stands for them.
 */
@NullMarked
package dev.cellmill.worker.run;

import org.jspecify.annotations.NullMarked;
