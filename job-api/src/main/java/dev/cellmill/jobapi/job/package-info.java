/**
 * Jobs on the wire: submission, lookup, preview, and the providers that jobs may name.
 * A job's way from here on (which cell goes next) belongs to the scheduling package.
 */
@NullMarked
package dev.cellmill.jobapi.job;

import org.jspecify.annotations.NullMarked;
