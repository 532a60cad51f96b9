/** Taking tasks and running cells. */
@NullMarked
package dev.cellmill.worker;

import org.jspecify.annotations.NullMarked;
