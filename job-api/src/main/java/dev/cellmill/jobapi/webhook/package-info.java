/**
 * What was told to jobs' webhooks, on the wire, and a test of one. Reads the outbox and adds tests to it.
 * Sending is status-service's; who sets a webhook is the job's own package.
 */
@NullMarked
package dev.cellmill.jobapi.webhook;

import org.jspecify.annotations.NullMarked;
