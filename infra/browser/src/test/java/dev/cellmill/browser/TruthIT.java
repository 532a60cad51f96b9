package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** What the table of a job says is so, whatever else happens to the job and its sheet. */
class TruthIT {
    private static final String ROW_OF_FOCUS = """
            return document.activeElement.closest("[role=row]")?.querySelector("[role=rowheader]").textContent""";
    private static final String FAIL_ROWS = """
            window.isAway = true;
            const fetched = window.fetch;
            window.fetch = async (path, options) => {
              if (window.isAway && path.includes("/rows?")) throw new TypeError("away");
              return fetched(path, options);
            };
            location.hash = '#/jobs/' + arguments[0]""";

    @Test
    void aJobThatIsRunAgainElsewhereIsFollowed() {
        String job = Jobs.letters(SITE.sheet("moody.csv", "name\nrefuse at first Ada\nrefuse at first Bob\n"),
                "Write slowly");
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + job);
            browser.text(".heading .chip", "Completed"::equals);
            browser.text(cell(1), text -> text.contains("asked not"));
            SITE.post("/v1/jobs/%s/retry-failed".formatted(job));
            browser.one(".growing");
            browser.text(".heading .chip", "Completed"::equals);
            browser.text(cell(1), text -> text.startsWith("Hello "));
            browser.text(cell(2), text -> text.startsWith("Hello "));
            browser.text(".legend", "2 done"::equals);
            browser.assertQuiet();
        }
    }

    @Test
    void aSecondRunThatFailedShowsAsFailedAndWhatTheSheetHasBesideIt() {
        String sheet = SITE.sheet("twice.csv", "name\nAda\n");
        String first = Jobs.letters(sheet, "Write");
        Awaitility.await("for the first run").atMost(Duration.ofSeconds(30))
                .until(() -> SITE.get("/v1/jobs/" + first).path("state").asString(), "completed"::equals);
        String second = SITE.job(Map.of("name", "Again", "sheet", sheet, "cells", "all", "columns",
                List.of(Map.of("name", "letter", "prompt", "Please refuse to write to \"{{name}}\""))));
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + second);
            browser.text(".heading .chip", "Completed"::equals);
            browser.text(cell(1), text -> text.contains("asked not"));
            browser.press("Show failed cells");
            String found = ".grid-row[aria-rowindex='2'] [aria-colindex='4']";
            browser.text(found, text -> text.contains("asked not"));
            browser.one(found).click();
            assertThat(browser.text("dialog", text -> text.contains("Request")))
                    .contains("row 1", "Failed", "This person asked not to be written to.", "Please refuse",
                            "The sheet shows meanwhile", "Hello Ada");
            browser.assertQuiet();
        }
    }

    @Test
    void rowsThatAJobLeavesOutAreNotQueuedAndRowsThatDoNotComeAreAskedForAgain() {
        String job = Jobs.hosts(SITE.sheet("hosts.csv", "name\n" + "a\n".repeat(12)),
                Map.of("rows", Map.of("ids", List.of(0, 7))));
        try (Browser browser = Browser.start()) {
            browser.open("/");
            browser.run(FAIL_ROWS, job);
            browser.text(".problem", text -> text.contains("The server cannot be reached"));
            browser.run("window.isAway = false");
            browser.text(cell(1), text -> text.endsWith("example.org"));
            browser.text(cell(8), text -> text.endsWith("example.org"));
            assertThat(browser.text(cell(2))).isEqualTo("Not part of this job");
            assertThat(browser.all("[role=gridcell].is-queued")).isEmpty();
            assertThat(browser.all(".problem")).isEmpty();
        }
    }

    @Test
    void whatIsFoundByStateFollowsTheJobAndTheFocusStaysOnItsCell() {
        String job = Jobs.letters(Jobs.names(120), "Write");
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + job);
            browser.one("[role=gridcell].is-running");
            new Select(browser.one(".toolbar select")).selectByValue("queued");
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']", "Queued"::equals);
            browser.one(".grid-row[aria-rowindex='2'] [aria-colindex='2']").click();
            browser.one("dialog");
            browser.type(Keys.ESCAPE);
            browser.awaitFocus("DIV letter"::equals);
            pageDown(browser);
            pageDown(browser);
            Object row = browser.run(ROW_OF_FOCUS);
            long before = found(browser);
            Awaitility.await("for cells that are not queued any more").atMost(Duration.ofSeconds(20))
                    .until(() -> found(browser), now -> now < before);
            assertThat(browser.run(ROW_OF_FOCUS)).isEqualTo(row);

            new Select(browser.one(".toolbar select")).selectByValue("done");
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']", "Done"::equals);
            long done = found(browser);
            Awaitility.await("for more done cells").atMost(Duration.ofSeconds(20))
                    .until(() -> found(browser), now -> now > done);
            browser.press("Show all rows");
            browser.awaitFocus(text -> text.startsWith("SELECT"));
            browser.assertQuiet();
        } finally {
            SITE.cancel(job);
        }
    }

    private static void pageDown(Browser browser) {
        Object before = browser.run(ROW_OF_FOCUS);
        browser.type(Keys.PAGE_DOWN);
        Awaitility.await("for the next rows").until(() -> browser.run(ROW_OF_FOCUS),
                row -> row != null && !row.equals(before));
    }

    private static long found(Browser browser) {
        return Long.parseLong(String.valueOf(browser.one("[role=grid]").getDomAttribute("aria-rowcount")));
    }

    /** Of the column that the job fills. @param row from 1 */
    private static String cell(int row) {
        return ".grid-row[aria-rowindex='%d'] [aria-colindex='3']".formatted(row + 1);
    }
}
