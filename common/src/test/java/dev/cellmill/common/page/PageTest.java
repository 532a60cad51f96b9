package dev.cellmill.common.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final UUID ID = UUID.fromString("01980000-0000-7000-8000-000000000001");

    @Test
    void theLastPageHasNoNextAndSaysSo() {
        Page<Integer> page = Page.of(List.of(1, 2), 2, item -> Cursor.of("numbers", item));
        assertThat(Json.MAPPER.writeValueAsString(page)).isEqualTo("{\"items\":[1,2],\"next\":null}");
    }

    @Test
    void theNextPageBeginsBehindTheLastItemShown() {
        Page<Integer> page = Page.of(List.of(1, 2, 3), 2, item -> Cursor.of("numbers", item));
        assertThat(page.items()).containsExactly(1, 2);
        assertThat(Cursor.parse(page.next(), "numbers", 1)).isEqualTo(Cursor.of("numbers", 2));
    }

    @Test
    void aCursorKeepsItsKeys() {
        Cursor cursor = Cursor.parse(Cursor.of("jobs", ID, 7).toString(), "jobs", 2);
        assertThat(cursor).isNotNull();
        assertThat(cursor.uuid(0)).isEqualTo(ID);
        assertThat(cursor.integer(1)).isEqualTo(7);
    }

    @Test
    void withoutACursorTheListBeginsAtItsStart() {
        assertThat(Cursor.parse(null, "jobs", 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "bm9uZQ", "cm93cy8x", "am9icy8xLzI"})
    void aCursorOfNoPageOfThisListIsRefused(String text) {
        assertRefused("cursor", () -> Cursor.parse(text, "jobs", 1));
    }

    @Test
    void aKeyOfAnotherKindIsRefused() {
        assertRefused("cursor", () -> Cursor.of("jobs", "seven").uuid(0));
        assertRefused("cursor", () -> Cursor.of("jobs", "seven").integer(0));
        assertRefused("cursor", () -> Cursor.of("jobs", -1).integer(0));
    }

    @Test
    void theLimitIsFiftyUnlessGiven() {
        assertThat(Page.limit(null)).isEqualTo(50);
        assertThat(Page.limit(1000)).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void aLimitOutOfBoundsIsRefused(int limit) {
        assertRefused("limit", () -> Page.limit(limit));
    }

    private static void assertRefused(String parameter, Runnable read) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(read::run).satisfies(e -> {
            assertThat(e.problems().getFirst().type()).isEqualTo(ProblemType.REQUEST_INVALID);
            assertThat(e.problems().getFirst().detail()).contains("parameter " + parameter);
        });
    }
}
