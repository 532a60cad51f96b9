/**
 * What the providers share that compute their answers in the worker. Knows no kind of them.
 */
@NullMarked
package dev.cellmill.worker.provider.local;

import org.jspecify.annotations.NullMarked;
