package dev.cellmill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** On a server of its own, since one with keys refuses all the other tests. */
class SignInIT {
    private static final String STATUS_OF_JOBS = "return fetch('v1/jobs').then((answer) => answer.status)";

    @Test
    void withAKeyAJobIsWatchedAndDownloadedAndWithoutOneNothingIsSeen() {
        Site site = Site.start("signed-in");
        String operator = site.signIn("operator");
        String key = site.signIn("Ada's laptop");
        String sheet = site.sheet("people.csv", "name\nAda\nBob\n");
        try (Browser browser = Browser.start()) {
            browser.driver().get(site.url() + "/#/new");
            browser.text("h1", "Sign in"::equals);
            AccessibilityIT.check(browser, "signing in");
            browser.tabTo(field -> "key".equals(field.getDomAttribute("name")));
            browser.type("cm_nonsense", Keys.ENTER);
            browser.text("[role=alert]", text -> text.contains("copy it whole"));
            AccessibilityIT.check(browser, "a key that is none");

            browser.type(key, Keys.ENTER);
            browser.text("#session", text -> text.contains("Ada's laptop · default"));
            browser.text("h1", "New job"::equals);

            String job = Jobs.letters(site, sheet, "Write slowly");
            browser.run("location.hash = '#/jobs/' + arguments[0]", job);
            LiveIT.awaitGrowth(browser);
            browser.text(".heading .chip", "Completed"::equals);
            assertThat(browser.run("return document.cookie")).as("no script reads the key").isEqualTo("");
            browser.press("CSV");
            assertThat(browser.downloaded()).contains("Hello Ada, ");

            browser.press("Sign out");
            browser.text("h1", "Sign in"::equals);
            assertThat(browser.run(STATUS_OF_JOBS)).isEqualTo(401L);
            browser.type(key, Keys.ENTER);
            browser.text("h1", "Jobs"::equals);
            site.show(operator);
            site.revoke(key);
            browser.text("h1", "Sign in"::equals);
            assertThat(browser.run("return window.violations")).isEqualTo(List.of());
        }
    }
}
