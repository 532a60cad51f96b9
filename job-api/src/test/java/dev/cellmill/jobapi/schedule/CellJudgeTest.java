package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.job.CellChoice;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.jobapi.schedule.CellJudge.Shown;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CellJudgeTest {
    private static final Shown EMPTY = Shown.NOTHING;
    private static final Shown FAILED = new Shown(false, true, false);
    private static final Shown DONE = new Shown(true, false, false);
    private static final Shown STALE = new Shown(true, false, true);
    private static final Shown FAILED_AGAIN = new Shown(true, true, false);

    @Test
    void eachChoiceWantsItsOwn() {
        assertWants(CellChoice.MISSING, EMPTY, FAILED);
        assertWants(CellChoice.FAILED, FAILED, FAILED_AGAIN);
        assertWants(CellChoice.STALE, STALE);
        assertWants(CellChoice.EXISTING, DONE, STALE, FAILED_AGAIN);
        assertWants(CellChoice.ALL, EMPTY, FAILED, DONE, STALE, FAILED_AGAIN);
    }

    @Test
    void aValueThatIsThereIsUpToDateWhereItsAbsenceOrAgeWasAskedFor() {
        assertThat(new CellJudge(Set.of(CellChoice.MISSING)).passedOver(STALE)).contains(SkipReason.UP_TO_DATE);
        assertThat(new CellJudge(Set.of(CellChoice.STALE)).passedOver(DONE)).contains(SkipReason.UP_TO_DATE);
        assertThat(new CellJudge(Set.of(CellChoice.STALE)).passedOver(EMPTY)).contains(SkipReason.MODE);
        assertThat(new CellJudge(Set.of(CellChoice.FAILED)).passedOver(DONE)).contains(SkipReason.MODE);
    }

    @Test
    void looksAtTheSheetUnlessItWantsAll() {
        assertThat(new CellJudge(Set.of(CellChoice.MISSING, CellChoice.STALE)).looksAtTheSheet()).isTrue();
        assertThat(new CellJudge(Set.of(CellChoice.MISSING, CellChoice.ALL)).looksAtTheSheet()).isFalse();
    }

    @Property
    void severalChoicesWantWhatEachOfThemWants(@ForAll Set<CellChoice> choices, @ForAll boolean hasValue,
            @ForAll boolean failed, @ForAll boolean stale) {
        var cell = new Shown(hasValue, failed, hasValue && stale);
        assertThat(new CellJudge(choices).passedOver(cell).isEmpty()).isEqualTo(choices.stream()
                .anyMatch(choice -> new CellJudge(Set.of(choice)).passedOver(cell).isEmpty()));
    }

    private static void assertWants(CellChoice choice, Shown... wanted) {
        for (Shown cell : new Shown[]{EMPTY, FAILED, DONE, STALE, FAILED_AGAIN}) {
            assertThat(new CellJudge(Set.of(choice)).passedOver(cell).isEmpty()).as("%s of %s", choice, cell)
                    .isEqualTo(Set.of(wanted).contains(cell));
        }
    }
}
