/**
 * Secrets that are let fly through everything, and looked for wherever they must not come down.
 */
@NullMarked
package dev.cellmill.standalone.canary;

import org.jspecify.annotations.NullMarked;
