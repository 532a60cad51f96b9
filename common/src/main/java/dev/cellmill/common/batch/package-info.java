/**
 * The lines of a batch's results as OpenAI's API has them, whichever service writes them.
 */
@NullMarked
package dev.cellmill.common.batch;

import org.jspecify.annotations.NullMarked;
