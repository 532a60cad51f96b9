package dev.cellmill.common.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.state.JobTransition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void aWebhookIsRead() {
        var webhook = read("{url: 'https://example.com:8443/a?b=c', secret: " + SECRET
                + ", events: [job.failed, job.budget]}");
        assertThat(webhook).isEqualTo(new WebhookSpec("https://example.com:8443/a?b=c", SECRET,
                Set.of(WebhookEvent.FAILED, WebhookEvent.BUDGET)));
        assertThat(webhook.toString()).contains("example.com").doesNotContain("whsec_");
    }

    @Test
    void withoutEventsItListensToAll() {
        WebhookSpec webhook = read("{url: 'http://example.com'}");
        assertThat(webhook.events()).isEqualTo(EnumSet.allOf(WebhookEvent.class));
        assertThat(webhook.secret()).isNull();
    }

    @Test
    void aPatchHasItToo() {
        var reading = JobSpecReader.readPatch("{\"webhook\": {\"url\": \"http://example.com\"}}"
                .getBytes(StandardCharsets.UTF_8));
        assertThat(((JobPatch.Reading.Read) reading).patch().webhook()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com/hook", "/hook", "ftp://example.com", "https:///hook", "https:example.com",
            "https://user:word@example.com", "https://user@example.com", "https://example.com/#part",
            "https://example.com/a b", "https://127.1/", "https://example.com:0/",
            "https://example.com:70000/", "https://exämple.com/", "javascript:alert(1)", "https://a_b.example.com/"})
    void anAddressThatIsNoneIsRefused(String url) {
        assertThat(problems("{url: '" + url + "'}")).singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/webhook/url"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{secret: abc, url: 'http://a.example'}|/webhook/secret|Base64 of 24 to 64 bytes",
            "{secret: whsec_AAAA, url: 'http://a.example'}|/webhook/secret|Base64 of 24 to 64 bytes",
            "{secret: whsec_…redacted, url: 'http://a.example'}|/webhook/secret|cannot be given again",
            "{events: [], url: 'http://a.example'}|/webhook/events|at least one",
            "{events: [job.complete], url: 'http://a.example'}|/webhook/events/0|Did you mean \"job.completed\"",
            "{events: [job.failed, 7], url: 'http://a.example'}|/webhook/events/1|no such event",
            "{uri: 'http://a.example'}|/webhook/url|needs a \"url\"",
            "'http://a.example'|/webhook|names and values"})
    void aBadWebhookIsRefusedAtItsPlace(String yaml, String pointer, String sentence) {
        assertThat(problems(yaml)).first().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.detail()).contains(sentence);
        });
    }

    @Test
    void whatEndsOrHaltsAJobIsTold() {
        assertThat(Arrays.stream(JobTransition.values()).filter(made -> WebhookEvent.of(made).isPresent()))
                .containsExactly(JobTransition.PAUSE, JobTransition.CANCEL, JobTransition.STOP_ON_ERROR,
                        JobTransition.COMPLETE);
        for (JobTransition transition : JobTransition.values()) {
            WebhookEvent.of(transition).ifPresent(event -> assertThat(event.wireName())
                    .isEqualTo("job." + transition.to().wireName()));
        }
    }

    private static WebhookSpec read(String webhook) {
        return ((JobReading.Read) reading(webhook)).spec().webhook();
    }

    private static List<Problem> problems(String webhook) {
        return ((JobReading.Refused) reading(webhook)).problems();
    }

    private static JobReading reading(String webhook) {
        return JobSpecReader.read(("columns: [{name: a, prompt: hi}]\nwebhook: " + webhook)
                .getBytes(StandardCharsets.UTF_8), JobFormat.YAML);
    }
}
