/**
 * Host, registrable domain and public suffix of a site, by the public suffix list. Pure; no network.
 */
@NullMarked
package dev.cellmill.worker.provider.domain;

import org.jspecify.annotations.NullMarked;
