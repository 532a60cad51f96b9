/**
 * Providers: what answers a request. Each kind is a factory and a provider in a package of its own below this one.
 * Nothing here knows of cells, tasks, Kafka or the database.
 */
@NullMarked
package dev.cellmill.worker.provider;

import org.jspecify.annotations.NullMarked;
