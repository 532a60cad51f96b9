/**
 * Which cell goes next: lanes, their windows, fair shares, claiming and sending, and which workers are alive.
 * Takes jobs and sheets as rows of the database. Nothing here accepts, validates or changes the state of a job.
 */
@NullMarked
package dev.cellmill.jobapi.schedule;

import org.jspecify.annotations.NullMarked;
