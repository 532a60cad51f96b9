/**
 * A job resolved against the providers that exist: per column the steps to take, where, with which templates.
 * Computed once at submission, stored with the job, read by scheduler, worker and fold. Pure.
 */
@NullMarked
package dev.cellmill.common.plan;

import org.jspecify.annotations.NullMarked;
