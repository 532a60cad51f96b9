/**
 * A sheet as it stands: its inputs, and in each column what the sheet shows. Read only, in short key ranges.
 * What an answer looks like belongs to the features that read here; the counters are not here.
 */
@NullMarked
package dev.cellmill.status.sheet;

import org.jspecify.annotations.NullMarked;
