/**
 * Forms that bring a sheet and its job: waiting on disk until they are whole, within bounds, and only where a call takes
 * them. Knows nothing of what stands in them.
 */
@NullMarked
package dev.cellmill.jobapi.form;

import org.jspecify.annotations.NullMarked;
