package dev.cellmill.jobapi.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.jobapi.job.RunningJobApi.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Templates, and jobs that build on them. */
class TemplatesIT {
    private static final String COUNTRY = """
            {"priority": "low", "labels": {"team": "sales", "kind": "tidy"}, "columns": [
                {"outputs": {"zone": "zone", "a": "country"}, "provider": "phone", "inputs": {"phone": "{{phone}}"}}]}""";

    private static RunningJobApi api;

    @BeforeAll
    static void start() {
        api = new RunningJobApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aTemplateIsStoredAsGivenReplacedAndListed() {
        Answer made = put("listed-b", COUNTRY);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().at("/spec/columns/0/outputs").propertyNames()).containsExactly("zone", "a");
        assertThat(put("listed-b", COUNTRY.replace("low", "high")).status()).isEqualTo(200);
        put("listed-a", COUNTRY);
        assertThat(api.get("/v1/templates/listed-b").at("/spec/priority")).isEqualTo("high");

        var first = api.get("/v1/templates?limit=1").body();
        assertThat(first.at("/items/0").propertyNames()).containsExactlyInAnyOrder("name", "createdAt", "updatedAt");
        assertThat(first.at("/items/0/name").asString()).isEqualTo("listed-a");
        var next = api.get("/v1/templates?limit=1&cursor=" + first.at("/next").asString()).body();
        assertThat(next.at("/items/0/name").asString()).isEqualTo("listed-b");
    }

    @Test
    void aJobIsTheTemplateWithWhatTheJobSaysLaidOverIt() {
        put("overlaid", COUNTRY);
        Answer job = submit("""
                {"template": "overlaid", "sheet": "%s", "name": "Mine", "labels": {"team": "ops"}}""");
        assertThat(job.status()).isEqualTo(202);
        assertThat(job.at("/name")).isEqualTo("Mine");
        assertThat(job.at("/labels/team")).isEqualTo("ops");
        assertThat(job.at("/labels/kind")).isEqualTo("tidy");
        assertThat(job.at("/spec/priority")).isEqualTo("low");
        assertThat(job.at("/spec/template")).isEqualTo("overlaid");

        put("overlaid", COUNTRY.replace("low", "high"));
        assertThat(api.get("/v1/jobs/" + job.at("/id")).at("/spec/priority")).isEqualTo("low");
    }

    @Test
    void aListTakesThePlaceOfTheTemplates() {
        put("lists", COUNTRY);
        Answer job = submit("""
                {"template": "lists", "sheet": "%s", "columns": [
                    {"name": "only", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "e164"}]}""");
        assertThat(job.status()).isEqualTo(202);
        assertThat(job.body().at("/spec/columns")).hasSize(1);
        assertThat(job.at("/spec/columns/0/name")).isEqualTo("only");
    }

    @Test
    void anUnknownTemplateIsRefusedWithTheOneThatWasMeant() {
        put("qualify-leads", COUNTRY);
        Answer refused = submit("{\"template\": \"qualify-lead\", \"sheet\": \"%s\"}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/pointer")).isEqualTo("/template");
        assertThat(refused.at("/detail")).contains("Did you mean \"qualify-leads\"?");
        assertThat(api.get("/v1/templates/qualify-lead").status()).isEqualTo(404);
    }

    @Test
    void whatCannotBeAJobIsNoTemplate() {
        Answer refused = put("bad", COUNTRY.replace("\"low\"", "\"lowest\""));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/pointer")).isEqualTo("/priority");
        assertThat(put("bad", "{\"columns\": [").status()).isEqualTo(400);
        Answer nested = put("bad", "{\"template\": \"other\"}");
        assertThat(nested.status()).isEqualTo(422);
        assertThat(nested.at("/pointer")).isEqualTo("/template");
        assertThat(put("-bad", COUNTRY).status()).isEqualTo(400);
        assertThat(api.get("/v1/templates/bad").status()).isEqualTo(404);
    }

    @Test
    void aPreviewAnEstimateAndAJobWithItsSheetBuildOnTemplatesToo() {
        put("everywhere", "{\"sheet\": \"%s\",".formatted(sheet()) + COUNTRY.substring(1));
        assertThat(api.postYaml("/v1/jobs/preview", "template: everywhere\nsheet: " + sheet()).status())
                .isEqualTo(200);
        Answer estimate = api.postYaml("/v1/jobs/estimate", "template: everywhere\nrowCount: 10");
        assertThat(estimate.status()).isEqualTo(200);
        assertThat(estimate.at("/cells")).isEqualTo("20");
        assertThat(api.postParts("/v1/jobs/estimate", "phone\r\n1\r\n", "template: everywhere").status())
                .isEqualTo(200);
        Answer beside = api.postParts("/v1/jobs", "phone\r\n+41446681800\r\n", "template: everywhere");
        assertThat(beside.status()).isEqualTo(202);
        assertThat(beside.body().at("/spec").has("sheet")).isFalse();
        Answer twice = api.postParts("/v1/jobs", "phone\r\n1\r\n", "template: everywhere\nsheet: " + sheet());
        assertThat(twice.at("/pointer")).isEqualTo("/sheet");
    }

    @Test
    void aTemplatesSecretIsUsedByItsJobsAndShownToNobody() {
        String secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
        Answer made = put("secretive", """
                {"webhook": {"url": "https://example.com/hook", "secret": "%s"},%s""".formatted(secret,
                COUNTRY.substring(1)));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.raw().body()).doesNotContain(secret);
        Answer shown = api.get("/v1/templates/secretive");
        assertThat(shown.raw().body()).doesNotContain(secret);
        assertThat(put("secretive", shown.body().at("/spec").toString()).status()).isEqualTo(422);
        assertThat(submit("{\"template\": \"secretive\", \"sheet\": \"%s\"}").at("/spec/webhook/secret"))
                .isEqualTo(secret);
    }

    @Test
    void aRepeatedSubmissionIsTheSameJobThoughTheTemplateHasChanged() {
        put("repeated", COUNTRY);
        String body = "template: repeated\nsheet: " + sheet();
        Answer first = api.postYaml("/v1/jobs", body, "Idempotency-Key", "again");
        put("repeated", COUNTRY.replace("low", "high"));
        Answer second = api.postYaml("/v1/jobs", body, "Idempotency-Key", "again");
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        assertThat(second.at("/spec/priority")).isEqualTo("low");
    }

    private static Answer put(String name, String job) {
        return api.ask(null, "PUT", "/v1/templates/" + name, job);
    }

    private static Answer submit(String job) {
        return api.ask(null, "POST", "/v1/jobs", job.formatted(sheet()));
    }

    private static String sheet() {
        return api.sheet(List.of("phone"), "[\"1\"]").toString();
    }
}
