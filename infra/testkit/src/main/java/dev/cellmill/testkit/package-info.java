/**
 * Real Kafka and PostgreSQL for tests, and the rules every module's classes obey. Knows none of Cellmill's own modules
 * but the embedded servers.
 */
@NullMarked
package dev.cellmill.testkit;

import org.jspecify.annotations.NullMarked;
