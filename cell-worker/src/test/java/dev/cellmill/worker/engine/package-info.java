/** The worker as a whole, against real Kafka and PostgreSQL, with a provider made by hand. */
@NullMarked
package dev.cellmill.worker.engine;

import org.jspecify.annotations.NullMarked;
