package dev.cellmill.common.planning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order of columns that depend on each other: stage 0 depends on none, every other is one more than the latest of
 * those it depends on. Bounded by the 63 columns of a job.
 */
final class Stages {
    private static final int UNSEEN = -1;
    private static final int ON_PATH = -2;

    private final List<List<Integer>> dependencies;
    private final int[] stages;
    private final List<Integer> path = new ArrayList<>();

    private Stages(List<List<Integer>> dependencies) {
        this.dependencies = dependencies;
        this.stages = new int[dependencies.size()];
        Arrays.fill(stages, UNSEEN);
    }

    sealed interface Order {}

    /** @param stages by column */
    record Ordered(List<Integer> stages) implements Order {}

    /** @param path of columns, each depending on the next; the last is the first again */
    record Cycle(List<Integer> path) implements Order {}

    /** @param dependencies of each column, by place */
    static Order of(List<List<Integer>> dependencies) {
        var search = new Stages(dependencies);
        for (int column = 0; column < dependencies.size(); column++) {
            if (search.meetsCycle(column)) {
                return new Cycle(search.cycle());
            }
        }
        return new Ordered(Arrays.stream(search.stages).boxed().toList());
    }

    private boolean meetsCycle(int column) {
        if (stages[column] >= 0) {
            return false;
        }
        path.add(column);
        if (stages[column] == ON_PATH) {
            return true;
        }
        stages[column] = ON_PATH;
        int stage = 0;
        for (int dependency : dependencies.get(column)) {
            if (meetsCycle(dependency)) {
                return true;
            }
            stage = Math.max(stage, stages[dependency] + 1);
        }
        path.removeLast();
        stages[column] = stage;
        return false;
    }

    private List<Integer> cycle() {
        return List.copyOf(path.subList(path.indexOf(path.getLast()), path.size()));
    }
}
