package dev.cellmill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person waits for first. The figures are of this machine, and stand in the log. */
class BasicsIT {
    private static final Logger LOG = LoggerFactory.getLogger(BasicsIT.class);
    private static final String FIRST_CONTENT = """
            return performance.getEntriesByName("first-contentful-paint")[0]?.startTime""";
    private static final String SCRIPT_BYTES = """
            return performance.getEntriesByType("resource").filter((one) => new URL(one.name).pathname.endsWith(".js"))
                .reduce((sum, one) => sum + one.transferSize, 0)""";

    @Test
    void contentIsThereWithinASecondAndScriptsAreSmall() {
        String job = Jobs.letters(Jobs.names(3), "Write");
        try (Browser browser = Browser.start()) {
            browser.open("/");
            Number firstContent = Awaitility.await("for content")
                    .until(() -> (Number) browser.run(FIRST_CONTENT), time -> time != null);
            browser.press("New job");
            browser.one(".drop");
            browser.run("location.hash = '#/jobs/' + arguments[0]", job);
            browser.one("[role=gridcell]");
            long bytes = ((Number) browser.run(SCRIPT_BYTES)).longValue();
            LOG.info("first content after {} ms, all scripts of all pages {} bytes", firstContent.longValue(), bytes);
            assertThat(firstContent.doubleValue()).isLessThan(1_000);
            assertThat(bytes).isBetween(10_000L, 300_000L);
            browser.assertQuiet();
        }
    }

    @Test
    void anUnknownJobAMissingKeyAndAServerThatIsAwayAreSentences() {
        try (Browser browser = Browser.start()) {
            browser.open("/jobs/00000000-0000-0000-0000-000000000000");
            browser.text(".problem", text -> text.contains("Nothing with this id is here"));
            browser.run("window.fetch = async () => { throw new TypeError('refused'); }; location.hash = '#/new'");
            browser.text(".problem", text -> text.contains("The server cannot be reached"));
            browser.run("window.fetch = async () => new Response('{}', {status: 401}); location.hash = '#/'");
            browser.text("h1", "Sign in"::equals);
            browser.text("#key-hint", text -> text.contains("keys create"));
        }
    }
}
