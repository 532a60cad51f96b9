package dev.cellmill.status.cell;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.status.sheet.Source;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the cells of one place are: in each of the jobs that fill its column in its row.
 *
 * @param own for each whether it is of the job that is looked at
 */
record CellSources(UUID[] jobs, Short[] columns, Boolean[] own) {

    /**
     * @param all of the column, whatever their rows
     * @param job null if none is looked at
     * @throws ProblemException not-found where none of them has the row, or a job that does not fill the column
     */
    static CellSources of(List<Source> all, int row, @Nullable UUID job) {
        List<Source> found = all.stream().filter(source -> source.touches(row, row + 1)).toList();
        if (row < 0 || found.isEmpty()) {
            throw new ProblemException(Problem.notFound());
        }
        check(all, job);
        return new CellSources(found.stream().map(Source::job).toArray(UUID[]::new),
                found.stream().map(source -> (short) source.column()).toArray(Short[]::new),
                found.stream().map(source -> source.job().equals(job)).toArray(Boolean[]::new));
    }

    /** @throws ProblemException if a job is named that is none of theirs */
    static void check(List<Source> sources, @Nullable UUID job) {
        if (job != null && sources.stream().noneMatch(source -> source.job().equals(job))) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "The parameter job cannot be '%s': give a job that fills these cells, or leave it out."
                            .formatted(job)));
        }
    }
}
