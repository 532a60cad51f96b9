package dev.cellmill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

class KeyboardIT {
    private static final String FOCUS = """
            const cell = document.activeElement;
            return cell.getAttribute("role") === "gridcell"
                ? cell.parentElement.getAttribute("aria-rowindex") + " " + cell.getAttribute("aria-colindex") : cell.tagName""";

    @Test
    void aJobIsStartedAndReadWithoutAMouse() {
        Jobs.names(40);
        try (Browser browser = Browser.start()) {
            browser.open("/");
            tab(browser, "a", "New job");
            browser.type(Keys.ENTER);
            browser.text("h1", "New job"::equals);
            browser.one("[aria-labelledby=step-rows] select");
            browser.tabTo(one -> one.getTagName().equals("select"));
            browser.type("names.csv");
            tab(browser, "button", "Use");
            browser.type(Keys.ENTER);
            browser.one(".chosen");
            browser.tabTo(one -> "/columns/0/name".equals(one.getDomAttribute("data-pointer")));
            browser.type("mail");
            browser.tabTo(one -> "/columns/0/provider".equals(one.getDomAttribute("data-pointer")));
            browser.type("email");
            browser.tabTo(one -> "/columns/0/inputs/email".equals(one.getDomAttribute("data-pointer")));
            browser.type("{{name}}@example.org");
            tab(browser, "button", "Run");
            browser.type(Keys.ENTER);
            browser.text(".heading .chip", "Completed"::equals);
            readsTheTable(browser);
            browser.assertQuiet();
        }
    }

    private static void readsTheTable(Browser browser) {
        browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']", text -> text.startsWith("{"));
        browser.tabTo(one -> "gridcell".equals(one.getDomAttribute("role")));
        browser.type(Keys.ARROW_DOWN);
        browser.type(Keys.END);
        awaitFocus(browser, "3 3");
        browser.text(".tip", text -> text.contains("Provideremail"));
        assertThat((Boolean) browser.run("return document.querySelector('.tip').matches(':popover-open')")).isTrue();
        browser.type(Keys.ESCAPE);
        assertThat((Boolean) browser.run("return document.querySelector('.tip').matches(':popover-open')")).isFalse();

        browser.type(Keys.ENTER);
        browser.text("dialog", text -> text.contains("Provideremail"));
        browser.type(Keys.ESCAPE);
        awaitFocus(browser, "3 3");

        browser.hold(Keys.CONTROL, Keys.END);
        awaitFocus(browser, "41 3");
        browser.type(Keys.PAGE_UP);
        browser.type(Keys.HOME);
        browser.hold(Keys.CONTROL, Keys.HOME);
        awaitFocus(browser, "2 2");
        browser.type(Keys.ARROW_UP);
        browser.type(Keys.ARROW_LEFT);
        awaitFocus(browser, "2 2");
    }

    private static void awaitFocus(Browser browser, String place) {
        Awaitility.await("for the focus").atMost(Duration.ofSeconds(10))
                .until(() -> browser.run(FOCUS), place::equals);
    }

    private static WebElement tab(Browser browser, String tag, String word) {
        return browser.tabTo(one -> one.getTagName().equals(tag) && one.getText().equals(word));
    }
}
