/**
 * Folding: batches of cell events become cells and counters, one transaction per batch. {@link
 * dev.cellmill.status.fold.CellMerge} states the order of events; nothing else decides which event wins.
 * Only this package writes the tables of schema {@code status}; nothing here serves requests.
 */
@NullMarked
package dev.cellmill.status.fold;

import org.jspecify.annotations.NullMarked;
