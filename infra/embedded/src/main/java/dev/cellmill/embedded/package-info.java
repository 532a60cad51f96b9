/**
 * A Kafka broker inside this process and a PostgreSQL server beside it, durable in a folder. Knows nothing of Cellmill:
 * no topics, no tables. Whoever starts a server closes it.
 */
@NullMarked
package dev.cellmill.embedded;

import org.jspecify.annotations.NullMarked;
