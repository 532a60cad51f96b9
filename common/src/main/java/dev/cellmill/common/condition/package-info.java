/**
 * Conditions on a row, in the Common Expression Language. Pure: no clock, no I/O.
 */
@NullMarked
package dev.cellmill.common.condition;

import org.jspecify.annotations.NullMarked;
