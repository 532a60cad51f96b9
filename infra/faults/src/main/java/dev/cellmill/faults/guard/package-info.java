/**
 * The guards of the product, each of which can be taken out of a process, to see that a run misses it. The product itself
 * knows nothing of it: its classes are changed as they are loaded.
 */
@NullMarked
package dev.cellmill.faults.guard;

import org.jspecify.annotations.NullMarked;
