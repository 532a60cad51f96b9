package dev.cellmill.common.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StagesTest {

    @Example
    void aColumnIsOneStageAfterTheLatestOfItsInputs() {
        assertThat(Stages.of(List.of(List.of(1, 2), List.of(2), List.of(), List.of())))
                .isEqualTo(new Stages.Ordered(List.of(2, 1, 0, 0)));
    }

    @Example
    void aColumnThatRefersToItselfIsACycle() {
        assertThat(Stages.of(List.of(List.of(), List.of(1)))).isEqualTo(new Stages.Cycle(List.of(1, 1)));
    }

    @Example
    void theCyclePathLeavesOutTheWayToIt() {
        assertThat(Stages.of(List.of(List.of(1), List.of(2), List.of(3), List.of(1))))
                .isEqualTo(new Stages.Cycle(List.of(1, 2, 3, 1)));
    }

    @Property
    void withoutCyclesEveryStageIsOneMoreThanTheLatestDependency(@ForAll @IntRange(min = 1, max = 63) int columns,
            @ForAll long seed) {
        List<List<Integer>> graph = acyclic(columns, new Random(seed));

        List<Integer> stages = ((Stages.Ordered) Stages.of(graph)).stages();

        for (int column = 0; column < columns; column++) {
            int expected = graph.get(column).stream().mapToInt(stages::get).max().orElse(-1) + 1;
            assertThat(stages.get(column)).isEqualTo(expected);
        }
    }

    @Property
    void anEdgeBackMakesACycleWhosePathIsOne(@ForAll @IntRange(min = 2, max = 63) int columns, @ForAll long seed) {
        var random = new Random(seed);
        var graph = new ArrayList<>(acyclic(columns, random));
        int from = random.nextInt(columns);
        int to = random.nextInt(columns);
        connect(graph, from, to);
        connect(graph, to, from);

        List<Integer> path = ((Stages.Cycle) Stages.of(graph)).path();

        assertThat(path).hasSizeGreaterThan(1);
        assertThat(path.getFirst()).isEqualTo(path.getLast());
        assertThat(path.subList(1, path.size())).doesNotHaveDuplicates();
        for (int i = 0; i + 1 < path.size(); i++) {
            assertThat(graph.get(path.get(i))).contains(path.get(i + 1));
        }
    }

    private static void connect(List<List<Integer>> graph, int from, int to) {
        var edges = new ArrayList<>(graph.get(from));
        edges.add(to);
        graph.set(from, edges);
    }

    /** Edges only from later to earlier in a random order. */
    private static List<List<Integer>> acyclic(int columns, Random random) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < columns; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        var graph = new ArrayList<List<Integer>>(Collections.nCopies(columns, List.of()));
        for (int i = 0; i < columns; i++) {
            var edges = new ArrayList<Integer>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(4) == 0) {
                    edges.add(order.get(j));
                }
            }
            graph.set(order.get(i), edges);
        }
        return graph;
    }
}
