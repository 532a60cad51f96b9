package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

class MillionRowsIT {
    private static final int ROWS = 1_000_000;
    private static final String BLOCKS_READ = """
            return performance.getEntriesByType("resource").filter((one) => /\\/rows\\?offset=/.test(one.name)).length""";
    private static final String SCROLL = """
            const box = document.querySelector("[role=grid]");
            box.scrollTop = (box.scrollHeight - box.clientHeight) * arguments[0];""";

    @Test
    void onlyWhatIsSeenIsReadAndDrawn() {
        String job = SITE.job(Map.of("name", "Million", "sheet", sheet(), "startAt",
                Instant.now().plusSeconds(100_000).toString(), "columns", List.of(Map.of("name", "host", "provider",
                        "domain", "inputs", Map.of("url", "{{site}}"), "field", "host"))));
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + job);
            browser.text(input(1), "site-0.example"::equals);
            assertThat(browser.one("[role=grid]").getAttribute("aria-rowcount")).isEqualTo("1000001");

            browser.run(SCROLL, 1);
            browser.text(input(ROWS), "site-999999.example"::equals);
            browser.run(SCROLL, 0.5);
            browser.text(input(ROWS / 2), "site-499999.example"::equals);

            wheel(browser);
            browser.one("input[name=row]").sendKeys("750000", Keys.ENTER);
            browser.text(input(750_000), "site-749999.example"::equals);

            browser.one("[role=gridcell][tabindex='0']").click();
            browser.type(Keys.ESCAPE);
            browser.hold(Keys.CONTROL, Keys.END);
            browser.text(input(ROWS), "site-999999.example"::equals);
            browser.hold(Keys.CONTROL, Keys.HOME);
            browser.text(input(1), "site-0.example"::equals);

            assertThat((Long) browser.run(BLOCKS_READ)).isLessThan(25);
            assertThat((Long) browser.run("return document.querySelectorAll('*').length")).isLessThan(1_500);
            browser.assertQuiet();
        } finally {
            SITE.cancel(job);
        }
    }

    /** A turn of the wheel moves the rows by as much as it does in any table, however many there are. */
    private static void wheel(Browser browser) {
        String firstRow = """
                const box = document.querySelector("[role=grid]").getBoundingClientRect();
                return Number(document.elementFromPoint(box.left + 200, box.top + 60).closest("[role=row]").dataset.row)""";
        long before = (Long) browser.run(firstRow);
        browser.run("document.querySelector('[role=grid]').scrollTop += 360");
        browser.text(input((int) before + 1 + 12), text -> !text.isEmpty());
        assertThat((Long) browser.run(firstRow)).isBetween(before + 8, before + 12);
    }

    private static String input(int row) {
        return ".grid-row[aria-rowindex='%d'] [aria-colindex='2'] .value".formatted(row + 1);
    }

    private static String sheet() {
        var csv = new StringBuilder("site,number\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append("site-").append(row).append(".example,").append(row).append('\n');
        }
        return SITE.sheet("million.csv", BodyPublishers.ofByteArray(csv.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
