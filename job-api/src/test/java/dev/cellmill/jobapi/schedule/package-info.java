/** Tests of scheduling: the pure parts alone, the rest on real Kafka and PostgreSQL. */
@NullMarked
package dev.cellmill.jobapi.schedule;

import org.jspecify.annotations.NullMarked;
