/**
 * Money as integer nano-dollars.
 */
@NullMarked
package dev.cellmill.common.money;

import org.jspecify.annotations.NullMarked;
