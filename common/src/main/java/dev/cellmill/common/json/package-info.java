/**
 * The JSON and YAML mappers, with the limits that hold for everything that comes from outside.
 */
@NullMarked
package dev.cellmill.common.json;

import org.jspecify.annotations.NullMarked;
