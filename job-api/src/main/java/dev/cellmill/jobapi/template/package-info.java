/**
 * Named jobs that other jobs build on: stored, listed, and laid under the jobs that name them.
 * What a job means is not known here, only that it can be read.
 */
@NullMarked
package dev.cellmill.jobapi.template;

import org.jspecify.annotations.NullMarked;
