package dev.cellmill.faults.oracle;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is finished beyond a slow cell is not gone through again when its partition moves: workers finish as many tasks as
 * were sent, and once more at most those that were in flight around the move, or ended in the second before.
 */
record FewTasksAgain() implements Check {
    private static final long SECOND = 1_000_000;
    /** A move takes two rounds of the group, each as long as its members need to hear of it. */
    private static final long MOVE = 4 * SECOND;
    /** After which a worker that is silent is taken for dead. */
    private static final long SESSION = 10 * SECOND;

    @Override
    public String name() {
        return "few-tasks-again";
    }

    /** While the database cannot be written, tasks are in flight that wait for leave, and have their calls after it. */
    private static long around(Facts facts, Facts.Disturbance one) {
        long after = one.unstoredSince() < one.at() ? SESSION + MOVE : MOVE;
        return facts.calls().stream().filter(call -> call.isWithin(one.unstoredSince() - SECOND, one.at() + after))
                .count();
    }

    @Override
    public List<String> broken(Facts facts) {
        Facts.Tasks tasks = facts.tasks();
        long again = tasks.finished() - tasks.sent();
        long allowed = Stream.concat(tasks.moved().stream().map(at -> new Facts.Disturbance("move", at)),
                facts.disturbances().stream()).mapToLong(one -> around(facts, one)).sum();
        return again <= allowed
                ? List.of()
                : List.of("%d tasks were sent and %d finished: %d once more, where %d may be".formatted(tasks.sent(),
                        tasks.finished(), again, allowed));
    }
}
