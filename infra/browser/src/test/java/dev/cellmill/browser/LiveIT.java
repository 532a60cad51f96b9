package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LiveIT {
    private static final String GROWING = """
            return [...document.querySelectorAll("[role=gridcell] .growing")].map((text) =>
                [text.closest("[role=row]").dataset.row, text.textContent])""";

    @Test
    void textsGrowBeforeOnesEyesAndEveryEndSaysWhatItIs() {
        String sheet = SITE.sheet("people.csv", "name\nAda\nBob\nNobody\nplease refuse\nEve\n");
        String job = Jobs.letters(sheet, "Write slowly");
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/" + job);
            awaitGrowth(browser);
            browser.text(letter(4), text -> text.contains("Skipped: its condition does not hold"));
            browser.text(letter(5), text -> text.contains("This person asked not to be written to."));
            browser.text(letter(2), text -> text.startsWith("Hello Ada, "));
            browser.text(".heading .chip", "Completed"::equals);
            assertThat(browser.text(".figures")).contains("100 %5 of 5 cells").contains("of $50.00");
            assertThat(browser.text(".notices")).contains("1 cell failed with provider.rejected");

            browser.pointAt(browser.one(letter(2)));
            browser.text(".tip", text -> text.contains("Providerwriter · writer-small") && text.contains("Cost"));

            browser.press("Show failed cells");
            browser.text(".grid-row[aria-rowindex='2']", text -> text.startsWith("4 letter")
                    && text.contains("This person asked not to be written to."));
            browser.press("Show all rows");
            browser.text(letter(2), text -> text.startsWith("Hello Ada, "));
            browser.press("Retry failed");
            browser.text(".receipt", text -> text.startsWith("What failed runs again. "));
            browser.assertQuiet();
        }
    }

    private static String letter(int rowIndex) {
        return ".grid-row[aria-rowindex='%d'] [aria-colindex='3']".formatted(rowIndex);
    }

    static void awaitGrowth(Browser browser) {
        Map<String, String> seen = new HashMap<>();
        Awaitility.await("for a text that grows").atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    boolean grown = false;
                    for (Object one : (List<?>) browser.run(GROWING)) {
                        String row = String.valueOf(((List<?>) one).getFirst());
                        String text = String.valueOf(((List<?>) one).getLast());
                        String before = seen.put(row, text);
                        grown |= before != null && text.length() > before.length() && text.startsWith(before);
                    }
                    return grown;
                });
    }
}
