package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.Position;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final Position FIRST = new Position(1, 1, 0);
    private static final Position LAST = new Position(1, 1, CellAccount.MAX_STEP);

    @Property
    void areASetInAscendingOrderWhateverTheOrderTheyCameIn(@ForAll("packed") List<Long> packed) {
        Accounts accounts = Accounts.NONE;
        for (long account : packed) {
            accounts = accounts.with(account);
        }
        var expected = new TreeSet<>(packed);

        long[] stored = new long[accounts.size() + 2];
        accounts.copyTo(stored, 1);
        assertThat(stored).startsWith(0).endsWith(0);
        assertThat(Arrays.stream(stored, 1, stored.length - 1).boxed()).containsExactlyElementsOf(expected);
        assertThat(accounts).isEqualTo(Accounts.of(expected.reversed().toArray(Long[]::new)));
        packed.forEach(one -> assertThat(Accounts.of(expected.toArray(Long[]::new)).has(one)).isTrue());
        assertThat(accounts.has(CellAccount.closed(new Position(9, 9, 9)))).isFalse();
    }

    @Test
    void aDispatchIsClosedByAnyOfItsStepsAndNoOther() {
        for (Position at : List.of(FIRST, LAST)) {
            assertThat(Accounts.of(CellAccount.closed(at)).closed(1, 1)).isTrue();
            assertThat(Accounts.of(CellAccount.hopped(at)).closed(1, 1)).as("a hop closes nothing").isFalse();
            assertThat(Accounts.of(CellAccount.hopped(FIRST), CellAccount.closed(at)).closed(1, 1)).isTrue();
        }
        assertThat(Accounts.of(CellAccount.closed(LAST), CellAccount.closed(new Position(1, 3, 0))).closed(1, 2))
                .isFalse();
        assertThat(Accounts.NONE.closed(1, 1)).isFalse();
    }

    @Test
    void aTaskLeftByAnEndOrByAHop() {
        assertThat(Accounts.of(CellAccount.closed(FIRST)).left(FIRST)).isTrue();
        assertThat(Accounts.of(CellAccount.hopped(FIRST)).left(FIRST)).isTrue();
        assertThat(Accounts.of(CellAccount.hopped(FIRST)).left(LAST)).isFalse();
    }

    @Test
    void equalSetsAreEqualAndSayWhatIsInThem() {
        Accounts some = Accounts.of(CellAccount.closed(LAST), CellAccount.hopped(FIRST));
        assertThat(some).hasSameHashCodeAs(Accounts.of(CellAccount.hopped(FIRST), CellAccount.closed(LAST)))
                .isNotEqualTo(Accounts.NONE).isNotEqualTo("something else")
                .doesNotHaveSameHashCodeAs(Accounts.NONE)
                .hasToString("[" + FIRST + " hopped, " + LAST + " closed]");
    }

    @Provide
    static Arbitrary<List<Long>> packed() {
        return Combinators.combine(Arbitraries.integers().between(1, 2), Arbitraries.integers().between(1, 3),
                Arbitraries.of(0, 1, CellAccount.MAX_STEP), Arbitraries.of(true, false))
                .as((run, dispatch, step, hopped) -> {
                    var at = new Position(run, dispatch, step);
                    return hopped ? CellAccount.hopped(at) : CellAccount.closed(at);
                }).list().ofMaxSize(12);
    }
}
