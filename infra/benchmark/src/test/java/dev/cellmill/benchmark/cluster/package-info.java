/**
 * Whole clusters under test: a server process with worker processes and a provider beside them, all of which can be frozen
 * and killed. Judged by the provider's ledger alone.
 */
@NullMarked
package dev.cellmill.benchmark.cluster;

import org.jspecify.annotations.NullMarked;
