/** Tests of the schema. */
@NullMarked
package dev.cellmill.common.db;

import org.jspecify.annotations.NullMarked;
