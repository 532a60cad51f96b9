/**
 * Whether a task that may have been done before was: asked of what the fold has written down.
 * Nothing here runs a cell or writes to the database.
 */
@NullMarked
package dev.cellmill.worker.replay;

import org.jspecify.annotations.NullMarked;
