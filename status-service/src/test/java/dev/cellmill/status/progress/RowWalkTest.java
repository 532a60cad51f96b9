package dev.cellmill.status.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.status.sheet.ChosenRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RowWalkTest {
    private static final int FIRST = 3;
    private static final int END = 20;

    @Property
    void everyRowComesOnceInOrderFromWhereItIsAsked(
            @ForAll @Size(max = 17) Set<@IntRange(min = FIRST, max = END - 1) Integer> stored,
            @ForAll @IntRange(min = 0, max = END) int from,
            @ForAll @IntRange(min = 1, max = 6) int block,
            @ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll boolean untouched) {
        var job = new JobRows(TenantId.DEFAULT, new UUID(0, 1), List.of("a"), FIRST, END, ChosenRows.ALL, false);
        var visited = new ArrayList<Integer>();
        new RowWalk(job, (row, limit) -> stored(stored, row, limit), block).walk(from, untouched, row -> {
            visited.add(row.row());
            assertThat(row.done()).isEqualTo(stored.contains(row.row()) ? 1 : 0);
            return visited.size() < count;
        });
        assertThat(visited).containsExactlyElementsOf(IntStream.range(Math.max(from, FIRST), END).boxed()
                .filter(row -> untouched || stored.contains(row)).limit(count).toList());
    }

    private static List<RowMasks> stored(Set<Integer> rows, int from, int limit) {
        return new TreeSet<>(rows).tailSet(from).stream().limit(limit)
                .map(row -> new RowMasks(row, 1, false, 0, 1, 0, 0, 0)).toList();
    }
}
