/**
 * Any server that speaks OpenAI's chat completions.
 */
@NullMarked
package dev.cellmill.worker.provider.openai;

import org.jspecify.annotations.NullMarked;
