/**
 * Results as CSV and JSONL: streamed in blocks of rows, in memory that no sheet's size changes, with no transaction
 * open while a client takes its time. What a sheet shows is not decided here.
 */
@NullMarked
package dev.cellmill.status.results;

import org.jspecify.annotations.NullMarked;
