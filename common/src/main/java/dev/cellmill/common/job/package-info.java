/**
 * The job specification as its author wrote it, and its reader, which answers with every problem and its place. Pure.
 */
@NullMarked
package dev.cellmill.common.job;

import org.jspecify.annotations.NullMarked;
