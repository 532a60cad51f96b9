/**
 * E-mail addresses, by their syntax and their domain's. Pure; no network, so no mailbox is asked.
 */
@NullMarked
package dev.cellmill.worker.provider.email;

import org.jspecify.annotations.NullMarked;
