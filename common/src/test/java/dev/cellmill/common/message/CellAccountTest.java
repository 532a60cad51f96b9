package dev.cellmill.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CellAccountTest {

    @Property
    void anAccountGivesBackItsPositionAndKind(@ForAll("positions") Position position) {
        assertThat(CellAccount.position(CellAccount.closed(position))).isEqualTo(position);
        assertThat(CellAccount.position(CellAccount.hopped(position))).isEqualTo(position);
        assertThat(CellAccount.isHopped(CellAccount.hopped(position))).isTrue();
        assertThat(CellAccount.isHopped(CellAccount.closed(position))).isFalse();
    }

    @Property
    void accountsArePositiveAndSortByPosition(
            @ForAll("positions") Position one, @ForAll("positions") Position other) {
        assertThat(CellAccount.closed(one)).isPositive();
        assertThat(Integer.signum(Long.compare(CellAccount.closed(one), CellAccount.closed(other))))
                .isEqualTo(Integer.signum(Comparator.comparingLong(Position::run)
                        .thenComparingInt(Position::dispatch)
                        .thenComparingInt(Position::step)
                        .compare(one, other)));
    }

    @Test
    void aPositionBeyondTheBoundsIsRefused() {
        for (Position beyond : List.of(
                new Position(CellAccount.MAX_RUN + 1, 1, 0),
                new Position(1, CellAccount.MAX_DISPATCH + 1, 0),
                new Position(1, 1, CellAccount.MAX_STEP + 1))) {
            assertThat(CellAccount.fits(beyond)).isFalse();
            assertThatIllegalArgumentException().isThrownBy(() -> CellAccount.closed(beyond));
            assertThatIllegalArgumentException().isThrownBy(() -> CellAccount.hopped(beyond));
        }
    }

    @Provide
    static Arbitrary<Position> positions() {
        return Combinators.combine(
                Arbitraries.longs().between(1, CellAccount.MAX_RUN),
                Arbitraries.integers().between(1, CellAccount.MAX_DISPATCH),
                Arbitraries.integers().between(0, CellAccount.MAX_STEP)).as(Position::new);
    }
}
