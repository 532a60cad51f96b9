/**
 * Files as OpenAI's API has them ({@code /v1/files}): taken in, kept and given out in pieces, never held whole. Knows
 * nothing of what stands in them.
 */
@NullMarked
package dev.cellmill.jobapi.file;

import org.jspecify.annotations.NullMarked;
