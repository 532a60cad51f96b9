/**
 * Any JSON API, by templates of the operator's configuration.
 */
@NullMarked
package dev.cellmill.worker.provider.http;

import org.jspecify.annotations.NullMarked;
