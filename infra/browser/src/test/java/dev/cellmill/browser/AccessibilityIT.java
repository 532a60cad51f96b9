package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

class AccessibilityIT {

    @Test
    void noPageHasAnythingThatAxeComplainsOf() {
        String sheet = SITE.sheet("people.csv", "name\nAda\nBob\nNobody\nplease refuse\nEve\n" + "Zoe\n".repeat(60));
        String job = Jobs.letters(sheet, "Write slowly");
        try (Browser browser = Browser.start()) {
            browser.open("/");
            browser.one(".job-figures strong");
            check(browser, "jobs");
            browser.open("/new");
            WholePathIT.choose(browser, "people.csv");
            browser.field("/columns/0/name").sendKeys("a");
            browser.field("/columns/0/prompt").sendKeys("b");
            browser.press("Preview five rows");
            browser.one(".summary");
            check(browser, "a new job");
            browser.open("/jobs/" + job);
            browser.text(".grid-row[aria-rowindex='5'] [aria-colindex='3']", text -> text.contains("Failed"));
            check(browser, "a job");
            browser.one(".grid-row[aria-rowindex='5'] [aria-colindex='3']").click();
            browser.text("dialog", text -> text.contains("Steps"));
            check(browser, "a cell");
            browser.type(Keys.ESCAPE);
            browser.press("Show failed cells");
            browser.text(".grid-row[aria-rowindex='2']", text -> text.contains("refuse") || text.contains("asked not"));
            check(browser, "cells found");
        } finally {
            SITE.cancel(job);
        }
    }

    /** As it is, in the dark, and narrow. */
    static void check(Browser browser, String view) {
        check(browser, view, 1280, "light");
        check(browser, view, 1280, "dark");
        check(browser, view, 400, "light");
        browser.looks(1280, 900, "light");
    }

    private static void check(Browser browser, String view, int width, String scheme) {
        browser.looks(width, 900, scheme);
        String look = "%s, %s, %d wide".formatted(view, scheme, width);
        List<Rule> violations = new AxeBuilder().analyze(browser.driver()).getViolations();
        assertThat(violations).as(look).flatMap(AccessibilityIT::complaints).isEmpty();
        assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than the window: " + look).isTrue();
    }

    private static List<String> complaints(Rule rule) {
        return rule.getNodes().stream().flatMap(node -> Stream.of(rule.getId() + ": " + node.getHtml())).toList();
    }
}
