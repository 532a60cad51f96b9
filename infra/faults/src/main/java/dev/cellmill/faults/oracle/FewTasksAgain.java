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

    @Override
    public String name() {
        return "few-tasks-again";
    }

    @Override
    public List<String> broken(Facts facts) {
        Facts.Tasks tasks = facts.tasks();
        long again = tasks.finished() - tasks.sent();
        long allowed = Stream.concat(tasks.moved().stream(), facts.disturbances().stream().map(Facts.Disturbance::at))
                .mapToLong(at -> facts.calls().stream().filter(call -> call.isWithin(at - SECOND, at + MOVE)).count())
                .sum();
        return again <= allowed
                ? List.of()
                : List.of("%d tasks were sent and %d finished: %d once more, where %d may be".formatted(tasks.sent(),
                        tasks.finished(), again, allowed));
    }
}
