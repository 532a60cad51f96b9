/**
 * One cell whole, and the grid of a sheet. Reads what the sheet package shows; writes nothing.
 */
@NullMarked
package dev.cellmill.status.cell;

import org.jspecify.annotations.NullMarked;
