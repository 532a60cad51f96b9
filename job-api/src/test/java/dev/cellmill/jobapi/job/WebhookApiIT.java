package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.status.Tables.WEBHOOK_DELIVERY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.secret.SealedWebhook;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Webhooks as a client sets and sees them; nobody sends here. */
class WebhookApiIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String REDACTED = "whsec_…redacted";

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
    void aSecretThatIsMadeIsShownInTheAnswerOfTheSubmissionAndNowhereElse() {
        String yaml = yaml("webhook: {url: 'https://example.com/hook', events: [job.failed]}");
        String key = UUID.randomUUID().toString();
        var answer = api.postYaml("/v1/jobs", yaml, "Idempotency-Key", key);
        assertThat(answer.status()).isEqualTo(202);
        String secret = answer.at("/spec/webhook/secret");
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(answer.at("/spec/webhook/url")).isEqualTo("https://example.com/hook");

        String id = answer.at("/id");
        var again = api.postYaml("/v1/jobs", yaml, "Idempotency-Key", key);
        assertThat(again.at("/id")).isEqualTo(id);
        for (String body : List.of(again.raw().body(), api.get("/v1/jobs/" + id).raw().body(),
                api.get("/v1/jobs").raw().body(), change(id, "pause").raw().body(),
                api.patch("/v1/jobs/" + id, "{\"concurrency\": 3}").raw().body())) {
            assertThat(body).contains(REDACTED).doesNotContain(secret);
        }
        assertThat(secret(id)).isEqualTo(secret);
        assertThat(stored(id).get("events")).hasToString("[\"job.failed\"]");
        assertThat(api.db.select(JOB.SPEC).from(JOB).where(JOB.ID.eq(UUID.fromString(id))).fetchSingle().value1()
                .data()).doesNotContain(secret).contains(REDACTED);
    }

    private static String secret(String id) {
        String stored = stored(id).get("secret").stringValue();
        assertThat(stored).startsWith("sealed.");
        return api.sealer.open(stored, SealedWebhook.ofJob(JobId.of(id))).orElseThrow();
    }

    @Test
    void aSecretThatWasGivenIsRedactedAfterTheAnswerToo() {
        var answer = submit("webhook: {url: 'https://example.com', secret: " + SECRET + "}");
        assertThat(answer.at("/spec/webhook/secret")).isEqualTo(SECRET);
        assertThat(api.get("/v1/jobs/" + answer.at("/id")).at("/spec/webhook/secret")).isEqualTo(REDACTED);
        assertThat(secret(answer.at("/id"))).isEqualTo(SECRET);
    }

    @Test
    void aJobWithItsSheetShowsTheSecretOnceToo() {
        String yaml = "columns: [{name: country, provider: phone, inputs: {phone: '{{phone}}'}, field: country}]\n"
                + "webhook: {url: 'https://example.com'}";
        String key = UUID.randomUUID().toString();
        var answer = api.postParts("/v1/jobs", "phone\r\n1", yaml, "Idempotency-Key", key);
        assertThat(answer.at("/spec/webhook/secret")).hasSizeGreaterThan(40);
        assertThat(api.postParts("/v1/jobs", "phone\r\n1", yaml, "Idempotency-Key", key).at("/spec/webhook/secret"))
                .isEqualTo(REDACTED);
    }

    @Test
    void aWebhookThatIsPatchedReplacesTheOldOneAsAWholeAndGetsWhatThatWasToldNoMore() {
        String id = submit("webhook: {url: 'https://example.com', events: [job.paused], secret: " + SECRET + "}")
                .at("/id");
        change(id, "pause");
        api.db.update(WEBHOOK_DELIVERY).set(WEBHOOK_DELIVERY.STATE, "disabled")
                .setNull(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT).where(WEBHOOK_DELIVERY.JOB_ID.eq(UUID.fromString(id)))
                .execute();

        var answer = api.patch("/v1/jobs/" + id, "{\"webhook\": {\"url\": \"https://example.org\"}}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/spec/webhook/secret")).startsWith("whsec_").isNotIn(SECRET, REDACTED);
        assertThat(secret(id)).isEqualTo(answer.at("/spec/webhook/secret"));
        assertThat(stored(id).get("url").stringValue()).isEqualTo("https://example.org");
        assertThat(stored(id).get("events").size()).isEqualTo(5);
        var later = api.get("/v1/jobs/" + id);
        assertThat(later.at("/spec/webhook/secret")).isEqualTo(REDACTED);
        assertThat(later.body().at("/spec/webhook").has("events")).isFalse();
        assertThat(deliveries(id).get(0).get("state").stringValue()).isEqualTo("pending");
    }

    @Test
    void aBadPatchLeavesTheWebhookAsItIs() {
        String id = submit("webhook: {url: 'https://example.com'}").at("/id");
        var answer = api.patch("/v1/jobs/" + id, "{\"webhook\": {\"url\": \"https://a:b@example.org\"}}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/pointer")).isEqualTo("/webhook/url");
        assertThat(stored(id).get("url").stringValue()).isEqualTo("https://example.com");
    }

    @Test
    void eachChangeThatHaltsOrEndsAJobIsToldWithTheStateItLeads() {
        String id = submit("webhook: {url: 'https://example.com'}").at("/id");
        change(id, "pause");
        change(id, "resume");
        change(id, "cancel");
        assertThat(change(id, "cancel").status()).isEqualTo(409);
        assertThat(deliveries(id)).extracting(delivery -> delivery.get("type").stringValue())
                .containsExactly("job.cancelled", "job.paused");
        assertThat(api.db.select(WEBHOOK_DELIVERY.BODY).from(WEBHOOK_DELIVERY)
                .where(WEBHOOK_DELIVERY.JOB_ID.eq(UUID.fromString(id))).orderBy(WEBHOOK_DELIVERY.ID)
                .fetch(row -> Json.MAPPER.readTree(row.value1()).at("/data/state").stringValue()))
                .containsExactly("paused", "cancelled");
    }

    @Test
    void aJobWithoutRowsTellsThatItIsCompleted() {
        String id = api.postYaml("/v1/jobs", """
                sheet: %s
                columns: [{name: country, provider: phone, inputs: {phone: "{{phone}}"}, field: country}]
                webhook: {url: 'https://example.com'}
                """.formatted(api.sheet(List.of("phone")))).at("/id");
        assertThat(deliveries(id)).singleElement()
                .satisfies(delivery -> assertThat(delivery.get("type").stringValue()).isEqualTo("job.completed"));
    }

    @Test
    void deliveriesAreListedNewestFirstInPages() {
        String id = submit("webhook: {url: 'https://example.com'}").at("/id");
        for (int i = 0; i < 3; i++) {
            api.post("/v1/jobs/" + id + "/webhook/test", "application/json", "");
        }
        api.db.update(WEBHOOK_DELIVERY).set(WEBHOOK_DELIVERY.HISTORY, JSONB.valueOf("""
                [{"at": "2026-01-01T00:00:00Z", "status": null, "error": "away", "seconds": 0.5},
                 {"at": "2026-01-01T00:00:05Z", "status": 500, "error": "500 is no 2xx", "seconds": 0.25}]"""))
                .where(WEBHOOK_DELIVERY.JOB_ID.eq(UUID.fromString(id))).execute();

        var first = api.get("/v1/jobs/" + id + "/deliveries?limit=2");
        var rest = api.get("/v1/jobs/" + id + "/deliveries?limit=2&cursor=" + first.at("/next"));
        assertThat(first.body().get("items").size()).isEqualTo(2);
        assertThat(rest.body().get("items").size()).isEqualTo(1);
        assertThat(rest.body().get("next").isNull()).isTrue();
        assertThat(first.at("/items/0/id")).isGreaterThan(first.at("/items/1/id"));
        assertThat(first.at("/items/1/id")).isGreaterThan(rest.at("/items/0/id"));
        JsonNode delivery = rest.body().at("/items/0");
        assertThat(delivery.propertyNames()).containsExactly("id", "type", "state", "attempts", "nextAttemptAt",
                "createdAt");
        assertThat(delivery.at("/attempts/0")).hasToString(
                "{\"at\":\"2026-01-01T00:00:00Z\",\"status\":null,\"error\":\"away\",\"seconds\":0.5}");
        assertThat(delivery.at("/attempts/1/status").intValue()).isEqualTo(500);
    }

    @Test
    void aTestIsSentWhateverTheWebhookListensToAndTheJobDoes() {
        String id = submit("webhook: {url: 'https://example.com', events: [job.failed]}").at("/id");
        change(id, "cancel");
        var answer = api.post("/v1/jobs/" + id + "/webhook/test", "application/json", "");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/type")).isEqualTo("webhook.test");
        assertThat(answer.at("/state")).isEqualTo("pending");
        assertThat(deliveries(id)).hasSize(1);
    }

    @Test
    void testsThatAreNotDeliveredDoNotPileUp() {
        String id = submit("webhook: {url: 'https://example.com'}").at("/id");
        for (int i = 0; i < 5; i++) {
            assertThat(api.post("/v1/jobs/" + id + "/webhook/test", "application/json", "").status()).isEqualTo(202);
        }
        var refused = api.post("/v1/jobs/" + id + "/webhook/test", "application/json", "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.at("/detail")).contains("5 test messages");
        api.db.update(WEBHOOK_DELIVERY).set(WEBHOOK_DELIVERY.STATE, "failed").setNull(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT)
                .where(WEBHOOK_DELIVERY.JOB_ID.eq(UUID.fromString(id))).limit(1).execute();
        assertThat(api.post("/v1/jobs/" + id + "/webhook/test", "application/json", "").status()).isEqualTo(202);
        assertThat(deliveries(id)).hasSize(6);
    }

    @Test
    void whatIsNotThereIsSaid() {
        String none = submit("name: none").at("/id");
        var answer = api.post("/v1/jobs/" + none + "/webhook/test", "application/json", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/type")).endsWith("webhook-missing");
        assertThat(deliveries(none)).isEmpty();
        String unknown = "/v1/jobs/" + UUID.randomUUID();
        assertThat(api.get(unknown + "/deliveries").status()).isEqualTo(404);
        assertThat(api.post(unknown + "/webhook/test", "application/json", "").status()).isEqualTo(404);
        assertThat(api.get("/v1/jobs/" + none + "/deliveries?cursor=x").status()).isEqualTo(400);
    }

    private static RunningJobApi.Answer submit(String more) {
        return api.postYaml("/v1/jobs", yaml(more));
    }

    private static String yaml(String more) {
        return """
                sheet: %s
                columns:
                  - {name: country, provider: phone, inputs: {phone: "{{phone}}", region: US}, field: country}
                %s
                """.formatted(api.sheet(List.of("phone"), "[\"1\"]", "[\"2\"]"), more);
    }

    private static RunningJobApi.Answer change(String id, String verb) {
        return api.post("/v1/jobs/" + id + "/" + verb, "application/json", "");
    }

    private static JsonNode deliveries(String id) {
        return api.get("/v1/jobs/" + id + "/deliveries").body().get("items");
    }

    private static JsonNode stored(String id) {
        return Json.MAPPER.readTree(api.db.select(JOB.WEBHOOK).from(JOB).where(JOB.ID.eq(UUID.fromString(id)))
                .fetchSingle().value1().data());
    }
}
