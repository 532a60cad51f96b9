/**
 * How far a job is: from counters alone, so in the same time for a job of any size; its rows and cells in pages.
 * Counters are the fold's; nothing is written here.
 */
@NullMarked
package dev.cellmill.status.progress;

import org.jspecify.annotations.NullMarked;
