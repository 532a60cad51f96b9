/**
 * From a job as written to its plan: resolves it against a sheet's columns and the providers that exist.
 * Pure: no clock, no I/O.
 */
@NullMarked
package dev.cellmill.common.planning;

import org.jspecify.annotations.NullMarked;
