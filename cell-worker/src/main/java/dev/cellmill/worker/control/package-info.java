/**
 * Whether a call may begin: what job-api says of the jobs, whether this worker still hears it, and which calls of a job
 * are under way. Nothing here makes a call.
 */
@NullMarked
package dev.cellmill.worker.control;

import org.jspecify.annotations.NullMarked;
