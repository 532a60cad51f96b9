package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Pictures of a job at work, into {@code target}; with {@code -Dcellmill.screenshots.write=true} those of the README. */
class PictureIT {
    private static final Path FOLDER = Path.of(Boolean.getBoolean("cellmill.screenshots.write") ? "" : "target",
            "screenshots");
    private static final long MOST_BYTES = 200_000;

    @Test
    void aJobAtWorkInLightAndDark() throws IOException {
        String job = SITE.job(Map.of("name", "Spring letters", "sheet",
                SITE.sheet("contacts.csv", Files.readString(Path.of("..", "examples", "contacts.csv"))), "budget",
                Map.of("maxCost", 25), "columns", List.of(
                        Map.of("name", "language", "provider", "language", "inputs", Map.of("text", "{{notes}}"),
                                "field", "language"),
                        Map.of("name", "opener", "prompt", "In {{language}} to \"{{name}}\" of {{company}}", "runIf",
                                "row[\"name\"] != \"Leopold Sonnleitner\""))));
        try (Browser browser = Browser.start()) {
            for (String scheme : List.of("light", "dark")) {
                browser.looks(1280, 860, scheme);
                browser.open("/jobs/" + job);
                Awaitility.await("for texts that grow").atMost(Duration.ofSeconds(40)).until(
                        () -> browser.all(".growing").size() >= 3 && browser.text(".legend").contains("failed"));
                Path picture = FOLDER.resolve("job-%s.png".formatted(scheme));
                browser.picture(picture);
                assertThat(Files.size(picture)).isBetween(10_000L, MOST_BYTES);
            }
        } finally {
            SITE.cancel(job);
        }
    }
}
