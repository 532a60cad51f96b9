/** Intake of sheets, jobs and their control, scheduling. */
@NullMarked
package dev.cellmill.jobapi;

import org.jspecify.annotations.NullMarked;
