/**
 * Secrets that clients entrust to Cellmill, sealed before they are stored. Keys come from the configuration; no key and
 * no opened secret is logged or shown here.
 */
@NullMarked
package dev.cellmill.common.secret;

import org.jspecify.annotations.NullMarked;
