/**
 * Where a request goes, as filters and handlers both read it. Knows nothing of what is there.
 */
@NullMarked
package dev.cellmill.common.path;

import org.jspecify.annotations.NullMarked;
