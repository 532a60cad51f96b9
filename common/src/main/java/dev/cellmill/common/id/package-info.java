/**
 * Identifiers as types: no bare UUID or string names a job, a sheet or a tenant in a signature.
 */
@NullMarked
package dev.cellmill.common.id;

import org.jspecify.annotations.NullMarked;
