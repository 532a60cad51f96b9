/**
 * The words in which estimates and progress speak: what binds a job's pace, how long something takes. Pure.
 */
@NullMarked
package dev.cellmill.common.estimate;

import org.jspecify.annotations.NullMarked;
