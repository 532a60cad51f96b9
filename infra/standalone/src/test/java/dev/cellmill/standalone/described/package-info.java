/**
 * The served description of the calls, held against the running server: its examples in their order, and requests that
 * are generated from it.
 */
@NullMarked
package dev.cellmill.standalone.described;

import org.jspecify.annotations.NullMarked;
