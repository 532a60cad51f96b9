/**
 * How each fault is done to the cluster and healed again.
 * No product code stands in for a fault.
 */
@NullMarked
package dev.cellmill.faults.inject;

import org.jspecify.annotations.NullMarked;
