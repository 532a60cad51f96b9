/**
 * What a worker tells the others: that it lives, what it can run, and which providers it has.
 * Nothing here runs a cell.
 */
@NullMarked
package dev.cellmill.worker.announce;

import org.jspecify.annotations.NullMarked;
