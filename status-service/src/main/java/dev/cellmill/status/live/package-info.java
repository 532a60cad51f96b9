/**
 * A job as it happens: the stream of server-sent events that watchers follow. Nothing is read for jobs that nobody
 * watches, and nothing is kept of them.
 *
 * <p>What a cell's <em>state</em> is, only the database says: an event on {@code cellmill.events} marks the cell of a watched
 * row, and once the fold has committed what lies behind the event, the cell is read and told. So an end is told a moment
 * after its event, never before every other call shows it, with the sums over all of its steps, and no order of events
 * need be known here. {@link dev.cellmill.status.live.LiveRounds} reads for all watchers together, ten times a second
 * at most, what was marked.
 *
 * <p><em>Texts</em> come from {@code cellmill.output} at once. {@link dev.cellmill.status.live.CellText} joins them and
 * keeps the end of each running cell's, for those who come later. When a block of rows is watched for the first time, the
 * tail of its partition goes back to the start of its oldest running cell, ten minutes or 64 MB at most, so that what was
 * written before is there too; what lies further back is missing at the beginning of the text, and said so by its offset.
 *
 * <p>A <em>watcher</em> has a bounded queue, and a thread (its request's, virtual) that writes it out. It is first entered
 * here and then given a snapshot, read by its own thread, as soon as the fold has passed what the tail had passed before it
 * came: what was reported earlier is in the snapshot, what is reported later marks a cell. A queue that overflows is
 * emptied, and the watcher gets a new snapshot when its connection drains.
 */
@NullMarked
package dev.cellmill.status.live;

import org.jspecify.annotations.NullMarked;
