/**
 * JSON Schemas that users give, made safe to run. Pure: nothing is fetched, and what a schema can cost is bounded.
 */
@NullMarked
package dev.cellmill.common.schema;

import org.jspecify.annotations.NullMarked;
