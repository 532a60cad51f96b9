/**
 * What travels over Kafka: tasks, events, pings, and the codec that writes and reads them as JSON.
 * Records here are a public contract: fields may be added, never renamed.
 */
@NullMarked
package dev.cellmill.common.message;

import org.jspecify.annotations.NullMarked;
