package dev.cellmill.common.message;

/**
 * Where in a cell's life a message belongs.
 *
 * @param run the job's run, a number that only grows over all jobs, from 1
 * @param dispatch how often the scheduler has sent this cell in this run, from 1
 * @param step the step of the column's waterfall, from 0
 */
public record Position(long run, int dispatch, int step) {

    public Position {
        if (run < 1 || dispatch < 1 || step < 0) {
            throw new IllegalArgumentException(
                    "no position: run %d, dispatch %d, step %d".formatted(run, dispatch, step));
        }
    }

    public Position nextStep() {
        return new Position(run, dispatch, step + 1);
    }

    public Position nextDispatch() {
        return new Position(run, dispatch + 1, step);
    }
}
