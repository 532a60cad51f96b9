/**
 * What all servers have in common that are asked as in a conversation: models with prices, an answer that comes whole or
 * piece by piece, and what it is worth. How a server words it is its own package's.
 */
@NullMarked
package dev.cellmill.worker.provider.chat;

import org.jspecify.annotations.NullMarked;
