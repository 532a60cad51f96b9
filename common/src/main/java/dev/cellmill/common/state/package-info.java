/**
 * States of jobs, cells and rows, and the one table of transitions. Pure: no clock, no I/O.
 */
@NullMarked
package dev.cellmill.common.state;

import org.jspecify.annotations.NullMarked;
