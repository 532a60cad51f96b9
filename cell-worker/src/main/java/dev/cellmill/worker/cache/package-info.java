/**
 * Answers kept for requests that come again. Errors are never kept.
 * Nothing here knows of cells, tasks or Kafka.
 */
@NullMarked
package dev.cellmill.worker.cache;

import org.jspecify.annotations.NullMarked;
