/**
 * Serves the web page: files of the class path, with what a browser may do with them. The page itself is in
 * {@code resources/page}; it knows the service by its calls alone, as any other client does.
 */
@NullMarked
package dev.cellmill.status.page;

import org.jspecify.annotations.NullMarked;
