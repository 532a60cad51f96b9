/**
 * How fast the whole cluster may call a provider: requests and tokens a minute, shared by all workers through the database,
 * and what its 429s have taught. Nothing here knows of cells, tasks or Kafka.
 */
@NullMarked
package dev.cellmill.worker.budget;

import org.jspecify.annotations.NullMarked;
