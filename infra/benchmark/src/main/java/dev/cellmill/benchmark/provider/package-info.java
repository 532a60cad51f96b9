/**
 * A provider that only pretends, as a process of its own: it takes its time, fails, limits and bills as it is told to, and
 * keeps a ledger of every call by which tests judge what was really called. Knows nothing of the benchmarks beside it.
 */
@NullMarked
package dev.cellmill.benchmark.provider;

import org.jspecify.annotations.NullMarked;
