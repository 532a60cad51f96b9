package dev.cellmill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** A person at the page, with hands and eyes. Closing ends the browser. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String NOTE_VIOLATIONS_AND_STREAMS = """
            window.violations = [];
            window.streams = [];
            window.EventSource = class extends EventSource {
              constructor(...given) {
                super(...given);
                window.streams.push(this);
              }
            };
            document.addEventListener("securitypolicyviolation", (e) => window.violations.push(e.violatedDirective));
            """;

    private final ChromeDriver driver;
    private final Path downloads;

    private Browser(ChromeDriver driver, Path downloads) {
        this.driver = driver;
        this.downloads = downloads;
    }

    static Browser start() {
        try {
            Path downloads = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()),
                    "downloads");
            ChromeDriver driver = Chromium.start(downloads);
            driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
                    Map.of("source", NOTE_VIOLATIONS_AND_STREAMS));
            var browser = new Browser(driver, downloads);
            browser.looks(1280, 900, "light");
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    void looks(int width, int height, String scheme) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** @param path behind the {@code #} */
    void open(String path) {
        driver.get("about:blank");
        driver.get(Site.SITE.url() + "/#" + path);
        one("h1");
    }

    WebElement one(String selector) {
        return Awaitility.await("for " + selector).atMost(PATIENCE).ignoreExceptions()
                .until(() -> driver.findElement(By.cssSelector(selector)), WebElement::isDisplayed);
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    void press(String word) {
        Awaitility.await("for the button " + word).atMost(PATIENCE).ignoreExceptions().until(() -> {
            driver.findElements(By.cssSelector("button, a, summary, label.button")).stream()
                    .filter(WebElement::isDisplayed).filter(button -> button.getText().equals(word))
                    .filter(WebElement::isEnabled).findFirst().orElseThrow().click();
            return true;
        });
    }

    /** The field of a new job for what stands there in the job. */
    WebElement field(String pointer) {
        return one("[data-pointer='%s']".formatted(pointer));
    }

    /** The page's cell in a row, from 1, and a place among the columns shown, from 1. */
    String cell(int row, int place) {
        return text(".grid-row[aria-rowindex='%d'] [aria-colindex='%d']".formatted(row + 1, place + 1));
    }

    String text(String selector) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.textContent ?? ''", selector))
                .replaceAll("\\s+", " ").strip();
    }

    /** Waits until the text at a place is as wanted. @return it */
    String text(String selector, Predicate<String> wanted) {
        return Awaitility.await("for the text of " + selector).atMost(PATIENCE).until(() -> text(selector), wanted);
    }

    /** Streams that the page has open, or tries to open. */
    long openStreams() {
        return (Long) run("return window.streams.filter((one) => one.readyState !== EventSource.CLOSED).length");
    }

    /** What has the focus: its tag, and what it says. */
    String focused() {
        return String.valueOf(run("""
                const focused = document.activeElement;
                return focused.tagName + " " + focused.textContent"""))
                .replaceAll("\\s+", " ").strip();
    }

    void awaitFocus(Predicate<String> wanted) {
        Awaitility.await("for the focus").atMost(PATIENCE).until(this::focused, wanted);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void hold(Keys held, CharSequence key) {
        new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
    }

    void pointAt(WebElement element) {
        new Actions(driver).moveToElement(element).perform();
    }

    /** By the tabulator alone. @return what then has the focus */
    WebElement tabTo(Predicate<WebElement> wanted) {
        for (int i = 0; i < 80; i++) {
            WebElement active = driver.switchTo().activeElement();
            try {
                if (wanted.test(active)) {
                    return active;
                }
            } catch (StaleElementReferenceException e) {
                continue;
            }
            type(Keys.TAB);
        }
        throw new AssertionError("the tabulator does not lead there");
    }

    /** The content of a file once it is saved. */
    String downloaded() {
        return Awaitility.await("for the download").atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (var files = Files.list(downloads)) {
                return Files.readString(files.filter(file -> !file.toString().endsWith(".crdownload")).findFirst()
                        .orElseThrow());
            }
        }, content -> !content.isEmpty());
    }

    void picture(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Neither the console nor the page's policy has anything to complain of. */
    void assertQuiet() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()).isEmpty();
        assertThat(run("return window.violations")).isEqualTo(List.of());
    }

    @Override
    public void close() {
        driver.quit();
    }
}
