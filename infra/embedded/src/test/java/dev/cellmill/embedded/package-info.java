/** Tests of the embedded servers. */
@NullMarked
package dev.cellmill.embedded;

import org.jspecify.annotations.NullMarked;
