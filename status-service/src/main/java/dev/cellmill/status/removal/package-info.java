/**
 * Takes away what deleted jobs left: cells, texts, counters, messages to webhooks. Job-api marks them; nothing here decides
 * which.
 */
@NullMarked
package dev.cellmill.status.removal;

import org.jspecify.annotations.NullMarked;
