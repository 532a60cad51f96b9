package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;

import java.util.List;
import java.util.Map;

/** Jobs that are under way while they are looked at. */
final class Jobs {
    private Jobs() {}

    /** One column of letters, written word by word. */
    static String letters(String sheet, String words) {
        return letters(SITE, sheet, words);
    }

    static String letters(Site site, String sheet, String words) {
        return site.job(Map.of("name", "Letters", "sheet", sheet, "budget", Map.of("maxCost", 50), "columns",
                List.of(Map.of("name", "letter", "prompt", words + " to \"{{name}}\"",
                        "runIf", "row[\"name\"] != \"Nobody\""))));
    }

    /** @return the id of a sheet of so many names */
    static String names(int rows) {
        var csv = new StringBuilder("name\n");
        for (int row = 1; row <= rows; row++) {
            csv.append("Person ").append(row).append('\n');
        }
        return SITE.sheet("names.csv", csv.toString());
    }
}
