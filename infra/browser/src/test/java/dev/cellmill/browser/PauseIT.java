package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

class PauseIT {

    @Test
    void pausesResumesAndCancelsWithAReceipt() {
        String job = Jobs.letters(Jobs.names(60), "Write");
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + job);
            browser.one("[role=gridcell].is-running");
            browser.press("Pause");
            assertThat(browser.text(".receipt", text -> text.startsWith("Paused.")))
                    .matches("Paused\\. .*under way.* cells remain\\..*");
            browser.text(".heading .chip", "Paused"::equals);
            browser.awaitFocus("BUTTON Resume"::equals);
            assertThat(SITE.get("/v1/jobs/" + job).path("state").asString()).isEqualTo("paused");

            browser.press("Resume");
            browser.text(".receipt", text -> text.startsWith("Resumed."));
            browser.text(".heading .chip", "Running"::equals);
            browser.text(".legend", text -> text.contains("running"));

            browser.press("Cancel");
            browser.awaitFocus("BUTTON No"::equals);
            browser.type(Keys.ENTER);
            browser.awaitFocus("BUTTON Cancel"::equals);
            browser.type(Keys.ENTER);
            browser.press("Yes, cancel");
            browser.text(".receipt", text -> text.startsWith("Cancelled."));
            browser.text("#announcer", text -> text.contains("Cancelled."));
            browser.text(".heading .chip", "Cancelled"::equals);
            browser.awaitFocus("H1 Letters"::equals);
            awaitCancelledCells(browser);
            browser.open("/jobs/" + job);
            awaitCancelledCells(browser);

            browser.press("Delete");
            browser.awaitFocus("BUTTON No"::equals);
            browser.press("Yes, delete");
            browser.text("#announcer", text -> text.contains("The job is deleted."));
            browser.text("h1", "Jobs"::equals);
            assertThat(SITE.get("/v1/jobs?limit=1000").toString()).doesNotContain(job);
            browser.assertQuiet();
        }
    }

    private static void awaitCancelledCells(Browser browser) {
        browser.one("[role=gridcell].is-cancelled");
        Awaitility.await("for the cells that were queued")
                .until(() -> browser.all("[role=gridcell].is-queued").isEmpty());
    }

    @Test
    void aJobThatHasUsedUpItsBudgetGoesOnOnceItIsRaised() {
        String sheet = Jobs.names(4);
        String job = SITE.job(Map.of("name", "Dear", "sheet", sheet, "budget", Map.of("maxCost", 0.001),
                "columns", List.of(Map.of("name", "dear", "prompt", "Dear \"{{name}}\""))));
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + job);
            browser.text(".heading", text -> text.contains("the budget is used up"));
            browser.one(".notice-form input").sendKeys("20");
            browser.press("Raise and go on");
            browser.text(".heading .chip", "Completed"::equals);
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']",
                    text -> text.startsWith("Hello Person 1, "));
            browser.assertQuiet();
        }
    }
}
