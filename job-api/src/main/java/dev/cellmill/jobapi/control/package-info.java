/**
 * Pausing, resuming and cancelling jobs: the change of state, its publication to the workers, and the receipt that says
 * what is still under way. Nothing here sends a task or decides what goes next.
 */
@NullMarked
package dev.cellmill.jobapi.control;

import org.jspecify.annotations.NullMarked;
