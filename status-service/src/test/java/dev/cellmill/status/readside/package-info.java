/** The read side as a server of its own, for tests; rows come in by SQL. No test lives here. */
@NullMarked
package dev.cellmill.status.readside;

import org.jspecify.annotations.NullMarked;
