/**
 * The database schema (Flyway migrations) and the classes generated from it.
 */
@NullMarked
package dev.cellmill.common.db;

import org.jspecify.annotations.NullMarked;
