/**
 * Any server that speaks Anthropic's Messages API.
 */
@NullMarked
package dev.cellmill.worker.provider.anthropic;

import org.jspecify.annotations.NullMarked;
