package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.secret.SealedWebhook;
import dev.cellmill.common.secret.Sealer;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;

class SealedSecretsIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String COLUMNS = """
            "columns": [{"name": "country", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "country"}]""";
    private static final String WEBHOOK = """
            "webhook": {"url": "https://example.com/hook", "secret": "%s"}""".formatted(SECRET);

    private final TestDatabase database = Backends.newDatabase();

    @Test
    void withoutAKeySecretsAreRefusedWithTheRemedyAndOnesOfBeforeAreSealedOnceThereIsOneAndSealedAnewByTheNext() {
        String old = Sealer.newKey();
        String next = Sealer.newKey();
        String job;
        try (var api = new RunningJobApi(database, "")) {
            refuses(api);
            job = submit(api, "").at("/id");
            // as it was stored by a version without keys
            api.db.update(JOB).set(JOB.WEBHOOK, JSONB.valueOf("{\"url\": \"https://example.com\", \"secret\": \"%s\"}"
                    .formatted(SECRET))).where(JOB.ID.eq(UUID.fromString(job))).execute();
        }
        try (var api = new RunningJobApi(database, old)) {
            assertThat(secret(api, job, old)).isEqualTo(SECRET);
            assertThat(api.ask(null, "PUT", "/v1/templates/told", "{" + COLUMNS + "," + WEBHOOK + "}").status())
                    .isEqualTo(201);
        }
        try (var api = new RunningJobApi(database, next + "," + old)) {
            assertThat(secret(api, job, next)).isEqualTo(SECRET);
        }
        try (var api = new RunningJobApi(database, next)) {
            var made = api.ask(null, "POST", "/v1/jobs", "{\"template\": \"told\", \"sheet\": \"%s\"}".formatted(
                    api.sheet(List.of("phone"), "[\"1\"]")));
            assertThat(made.at("/spec/webhook/secret")).isEqualTo(SECRET);
        }
        try (var api = new RunningJobApi(database, Sealer.newKey())) {
            var refused = api.ask(null, "POST", "/v1/jobs", "{\"template\": \"told\", \"sheet\": \"%s\"}".formatted(
                    api.sheet(List.of("phone"), "[\"1\"]")));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.at("/detail")).contains("CELLMILL_SECRETS_KEY");
            assertThat(secret(api, job, next)).as("what cannot be opened stays as it is").isEqualTo(SECRET);
        }
    }

    private static void refuses(RunningJobApi api) {
        var given = submit(api, "," + WEBHOOK);
        assertThat(given.status()).isEqualTo(422);
        assertThat(given.at("/pointer")).isEqualTo("/webhook");
        assertThat(given.at("/detail")).contains("CELLMILL_SECRETS_KEY");
        assertThat(submit(api, ", \"webhook\": {\"url\": \"https://example.com\"}").status()).isEqualTo(422);
        var template = api.ask(null, "PUT", "/v1/templates/none", "{" + COLUMNS + "," + WEBHOOK + "}");
        assertThat(template.status()).isEqualTo(422);
        assertThat(template.at("/pointer")).isEqualTo("/webhook/secret");
        assertThat(api.get("/v1/templates/none").status()).isEqualTo(404);
        assertThat(api.get("/v1/jobs").body().at("/items")).isEmpty();
    }

    private static RunningJobApi.Answer submit(RunningJobApi api, String more) {
        return api.ask(null, "POST", "/v1/jobs", "{\"sheet\": \"%s\", %s %s}".formatted(
                api.sheet(List.of("phone"), "[\"1\"]"), COLUMNS, more));
    }

    private static String secret(RunningJobApi api, String job, String key) {
        String stored = Json.MAPPER.readTree(api.db.select(JOB.WEBHOOK).from(JOB)
                .where(JOB.ID.eq(UUID.fromString(job))).fetchSingle().value1().data()).path("secret").asString();
        var sealer = Sealer.of(key);
        assertThat(stored).startsWith(sealer.currentPrefix());
        return sealer.open(stored, SealedWebhook.ofJob(JobId.of(job))).orElseThrow();
    }
}
