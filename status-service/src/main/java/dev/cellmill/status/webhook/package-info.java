/**
 * Sending what the outbox holds to jobs' webhooks: which message is due, its signature, whom it may reach, and what an
 * answer means. What is put into the outbox, and when, belongs to whoever changes a job's state.
 */
@NullMarked
package dev.cellmill.status.webhook;

import org.jspecify.annotations.NullMarked;
