package dev.cellmill.status.live;

/**
 * A cell of a job.
 *
 * @param column its place in the job's plan
 */
record CellPlace(int row, int column) {}
