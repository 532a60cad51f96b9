/**
 * Deleting jobs: the mark that hides one from everybody at once, and the clearing of what this service has of it. The other
 * services clear their own tables on that mark. Nothing here ends a job.
 */
@NullMarked
package dev.cellmill.jobapi.removal;

import org.jspecify.annotations.NullMarked;
