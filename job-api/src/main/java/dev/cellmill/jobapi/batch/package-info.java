/**
 * Batches as OpenAI's API has them ({@code /v1/batches}): a file of requests that becomes a sheet and a job on it, and the
 * files that are written of what the job found. How a request is answered is the job's.
 */
@NullMarked
package dev.cellmill.jobapi.batch;

import org.jspecify.annotations.NullMarked;
