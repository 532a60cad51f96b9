package dev.cellmill.status.progress;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cellmill.status.sheet.CellView;

/** A cell of a job, with its place and provenance. */
public record CellItem(int row, String column, @JsonUnwrapped CellView cell) {}
