/**
 * One attempt over HTTP and what came of it, for every provider that calls a server. Knows no provider.
 */
@NullMarked
package dev.cellmill.worker.provider.transport;

import org.jspecify.annotations.NullMarked;
