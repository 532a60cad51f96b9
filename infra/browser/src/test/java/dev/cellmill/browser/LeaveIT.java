package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is left of a running job's page once one has gone elsewhere: nothing. */
class LeaveIT {
    private static final String JOB = Jobs.letters(Jobs.names(60), "Write slowly");
    private static final String LEAVE_BEFORE_THE_NEXT_FRAME = """
            window.held = [];
            window.frame = window.requestAnimationFrame;
            window.requestAnimationFrame = (draw) => window.held.push(draw);
            const box = document.querySelector("[role=grid]");
            box.scrollTop = 1400;
            box.dispatchEvent(new Event("scroll"));
            location.hash = "#/new";""";
    private static final String FRAMES_AGAIN = """
            window.requestAnimationFrame = window.frame;
            for (const draw of window.held) draw(performance.now());""";
    private static final String HOLD_SHEETS_BACK = """
            const gate = new Promise((open) => { window.openGate = open; });
            const fetched = window.fetch;
            window.fetch = async (path, options) => {
              const answer = await fetched(path, options);
              if (/v1\\/sheets\\//.test(path)) await gate;
              return answer;
            };""";
    private static final String CALLS_ABOUT_THE_JOB = """
            return performance.getEntriesByType("resource").filter((one) => one.name.includes(arguments[0])).length""";
    private static final String LOOK_AWAY = """
            Object.defineProperty(document, "hidden", {value: arguments[0], configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));""";

    @AfterAll
    static void cancel() {
        SITE.cancel(JOB);
    }

    @Test
    void neitherAStreamNorACallIsLeftWhenAndHoweverSoonOneLeaves() {
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + JOB);
            awaitStreams(browser, 1);
            browser.run(LOOK_AWAY, true);
            awaitStreams(browser, 0);
            browser.run(LOOK_AWAY, false);
            awaitStreams(browser, 1);

            browser.run(LEAVE_BEFORE_THE_NEXT_FRAME);
            awaitNewJob(browser);
            browser.run(FRAMES_AGAIN);

            browser.run(HOLD_SHEETS_BACK);
            browser.run("location.hash = '#/jobs/' + arguments[0]", JOB);
            browser.text("h1", "Letters"::equals);
            browser.run("location.hash = '#/new'");
            awaitNewJob(browser);
            browser.run("window.openGate(); performance.clearResourceTimings()");
            Awaitility.await("for quiet").during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(9)).until(
                    () -> browser.openStreams() == 0 && (Long) browser.run(CALLS_ABOUT_THE_JOB, JOB) == 0);
            browser.assertQuiet();
        }
    }

    @Test
    void theWayBackClosesAnOpenCell() {
        try (Browser browser = Browser.start()) {
            browser.open("/");
            browser.run("location.hash = '#/jobs/' + arguments[0]", JOB);
            browser.one("[role=gridcell].is-running").click();
            browser.text("dialog", text -> text.startsWith("letter row "));
            browser.driver().navigate().back();
            browser.text("h1", "Jobs"::equals);
            assertThat(browser.all("dialog")).isEmpty();
            browser.assertQuiet();
        }
    }

    private static void awaitNewJob(Browser browser) {
        Awaitility.await("for the next page").until(() -> browser.driver().getTitle(), "New job · Cellmill"::equals);
    }

    private static void awaitStreams(Browser browser, long count) {
        Awaitility.await("for streams").atMost(Duration.ofSeconds(20)).until(browser::openStreams,
                open -> open == count);
    }
}
