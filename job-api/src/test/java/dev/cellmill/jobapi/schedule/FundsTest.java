package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class FundsTest {

    @Property
    void coversTheLongestBeginningThatItCanPayForAndNoMore(@ForAll @LongRange(min = -100, max = 1_000) long left,
            @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 200) Long> worst) {
        List<ClaimedCell> cells = IntStream.range(0, worst.size()).mapToObj(row -> ClaimedCell.first(row, 0, 1))
                .toList();

        List<ClaimedCell> covered = new Funds(left).cover(cells, worst);

        int count = covered.size();
        long setAside = covered.stream().mapToLong(cell -> cell.reserved() == null ? -1 : cell.reserved()).sum();
        assertThat(covered.stream().map(ClaimedCell::row)).isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(covered.stream().map(ClaimedCell::reserved).toList()).isEqualTo(worst.subList(0, count));
        assertThat(setAside).isLessThanOrEqualTo(Math.max(0, left));
        if (count < worst.size()) {
            assertThat(setAside + worst.get(count)).isGreaterThan(left);
        }
    }
}
