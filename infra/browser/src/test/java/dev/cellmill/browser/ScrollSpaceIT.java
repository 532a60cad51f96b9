package dev.cellmill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The page's arithmetic that no eye could check: run in the browser, against what must hold. */
class ScrollSpaceIT {
    private static final String SCROLLING = """
            const done = arguments[arguments.length - 1];
            import("/page/scroll.js").then(({ ScrollSpace }) => {
              const broken = [];
              const expect = (what, holds) => holds || broken.push(what);
              for (const rows of [0, 1, 50, 100_000, 1_000_000, 10_000_000]) {
                const space = new ScrollSpace(36);
                space.resize(rows, 700);
                expect(`${rows}: height`, space.height <= 4_000_000);
                let last = -1;
                for (let i = 0; i <= 1000; i++) {
                  const top = space.lastTop * i / 1000;
                  const position = space.positionOf(top);
                  expect(`${rows}: grows at ${top}`, position >= last);
                  expect(`${rows}: there and back at ${top}`, Math.abs(space.topOf(position) - top) < 0.01);
                  last = position;
                }
                expect(`${rows}: ends at the end`, Math.abs(last - space.lastPosition) < 0.01);
                space.goTo(space.lastPosition / 2);
                const before = space.position;
                space.scrolled(space.top + 100);
                expect(`${rows}: a wheel is a wheel`, rows < 100 || Math.abs(space.position - before - 100) < 0.01);
                space.settle();
                space.scrolled(space.top);
                expect(`${rows}: settling moves nothing`, rows < 100 || Math.abs(space.position - before - 100) < 0.01);
                if (rows > 0) {
                  space.reveal(rows - 1);
                  expect(`${rows}: the last row is seen`, space.seen[0] < rows && space.seen[1] >= rows);
                  space.reveal(0);
                  expect(`${rows}: the first row is seen`, space.position === 0 && space.top === 0);
                }
              }
              done(broken);
            });""";
    private static final String TEXTS = """
            const done = arguments[arguments.length - 1];
            import("/page/texts.js").then(({ RunningTexts }) => {
              const texts = new RunningTexts();
              const told = [];
              const tell = (attempt, offset, text) => {
                texts.add("cell", { run: 1, dispatch: 1, step: 0, attempt, offset, text });
                told.push(texts.get("cell").text);
              };
              tell(1, 0, "Hel");
              tell(1, 3, "lo");
              tell(1, 3, "lo you");
              tell(1, 50, "end");
              tell(2, 0, "");
              tell(2, 0, "Anew");
              done(told);
            });""";

    @Test
    void everyRowOfAnyTableIsReachedAndAWheelMovesItEvenly() {
        assertThat(run(SCROLLING)).isEqualTo(List.of());
    }

    @Test
    void piecesOfATextJoinOrBeginAnew() {
        assertThat(run(TEXTS)).isEqualTo(List.of("Hel", "Hello", "Hello you", "end", "", "Anew"));
    }

    private static Object run(String script) {
        try (Browser browser = Browser.start()) {
            browser.open("/");
            return browser.driver().executeAsyncScript(script);
        }
    }
}
