/**
 * The JSON and YAML mappers, with the limits that hold for everything that comes from outside, and what a text may hold.
 */
@NullMarked
package dev.cellmill.common.json;

import org.jspecify.annotations.NullMarked;
