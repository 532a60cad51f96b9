/**
 * Keys of the REST interface as their owners handle them: made, listed, revoked.
 * Whether a request's key is good is decided in common, for all services alike.
 */
@NullMarked
package dev.cellmill.jobapi.access;

import org.jspecify.annotations.NullMarked;
