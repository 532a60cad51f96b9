/**
 * The identity of a request: equal fingerprints may share one answer. Pure.
 */
@NullMarked
package dev.cellmill.common.fingerprint;

import org.jspecify.annotations.NullMarked;
