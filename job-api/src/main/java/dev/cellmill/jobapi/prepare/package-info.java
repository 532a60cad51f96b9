/**
 * Makes a database ready before services start that may not do it themselves: the schema, and the operator's first key.
 * A program of its own, no part of the running service.
 */
@NullMarked
package dev.cellmill.jobapi.prepare;

import org.jspecify.annotations.NullMarked;
