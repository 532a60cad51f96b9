/**
 * Descriptions that come from the code: JSON Schemas of records, and what the generated OpenAPI document cannot know by
 * itself. Describes; decides nothing.
 */
@NullMarked
package dev.cellmill.common.describe;

import org.jspecify.annotations.NullMarked;
