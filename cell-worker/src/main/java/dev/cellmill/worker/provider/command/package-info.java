/**
 * Programs that the operator configured: how one is started, read, bounded and ended with all that it started. A request
 * never says what is run.
 */
@NullMarked
package dev.cellmill.worker.provider.command;

import org.jspecify.annotations.NullMarked;
