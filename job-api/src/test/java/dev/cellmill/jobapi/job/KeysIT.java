package dev.cellmill.jobapi.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.jobapi.job.RunningJobApi.Answer;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and tenants as clients meet them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysIT {
    /** Of one key. */
    private static final int REQUESTS_PER_MINUTE = 300;

    private RunningJobApi api;
    private String operator;
    private String acme;
    private String globex;
    private String acmeSheet;
    private String acmeJob;

    /** The one time at which no key is there yet is here. */
    @BeforeAll
    void startWithoutKeysThenMakeSome() {
        api = new RunningJobApi("cellmill.access.requests-per-minute=" + REQUESTS_PER_MINUTE);
        assertThat(api.ask("cm_of_nobody", "GET", "/v1/jobs", null).status()).isEqualTo(200);
        Answer locksOut = api.ask(null, "POST", "/v1/keys", "{\"tenant\": \"acme\"}");
        assertThat(locksOut.status()).isEqualTo(403);
        assertThat(locksOut.at("/detail")).contains("operator");

        operator = key(null, "{\"name\": \"operator\"}");
        acme = key(operator, "{\"tenant\": \"acme\", \"name\": \"acme's\"}");
        globex = key(operator, "{\"tenant\": \"globex\"}");
        acmeSheet = api.ask(acme, "POST", "/v1/sheets?name=leads", "[{\"phone\": \"1\"}]").at("/id");
        acmeJob = submitted(acme, acmeSheet).at("/id");
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void withoutAKeyOrWithABadOneNothingIsAnswered() {
        String forged = acme.substring(0, acme.length() - 43) + "x".repeat(43);
        for (String bad : new String[]{null, "", "nonsense", forged}) {
            Answer answer = api.ask(bad, "GET", "/v1/jobs", null);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.at("/type")).isEqualTo("urn:cellmill:problem:unauthenticated");
            assertThat(answer.raw().headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.raw().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        assertThat(api.ask(null, "POST", "/v1/keys", "{}").status()).isEqualTo(401);
        assertThat(api.ask(null, "GET", "/v1/providers", null).status()).isEqualTo(401);
        assertThat(api.ask(null, "GET", "/v1/nowhere", null).status()).isEqualTo(401);
    }

    @Test
    void healthAndTheDescriptionOfTheCallsStayOpen() {
        assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
        Answer description = api.get("/openapi.json");
        assertThat(description.status()).isEqualTo(200);
        assertThat(description.body().at("/paths/~1v1~1jobs~1{id}/get/parameters").findValuesAsString("name"))
                .containsExactly("id");
    }

    @Test
    void aTenantSeesItsOwnAndListsNothingOfOthers() {
        assertThat(api.ask(acme, "GET", "/v1/jobs/" + acmeJob, null).status()).isEqualTo(200);
        assertThat(api.ask(acme, "GET", "/v1/sheets/" + acmeSheet, null).status()).isEqualTo(200);
        for (String list : new String[]{"/v1/jobs", "/v1/sheets"}) {
            assertThat(api.ask(acme, "GET", list, null).body().at("/items")).hasSize(1);
            assertThat(api.ask(globex, "GET", list, null).body().at("/items")).isEmpty();
            assertThat(api.ask(operator, "GET", list, null).body().at("/items")).isEmpty();
        }
    }

    static Stream<Arguments> callsThatTakeAnId() {
        return Stream.of(
                Arguments.of("GET", "/v1/jobs/%s", null),
                Arguments.of("PATCH", "/v1/jobs/%s", "{\"priority\": \"low\"}"),
                Arguments.of("POST", "/v1/jobs/%s/pause", null),
                Arguments.of("POST", "/v1/jobs/%s/resume", null),
                Arguments.of("POST", "/v1/jobs/%s/cancel", null),
                Arguments.of("POST", "/v1/jobs/%s/retry-failed", null),
                Arguments.of("GET", "/v1/jobs/%s/deliveries", null),
                Arguments.of("POST", "/v1/jobs/%s/webhook/test", null),
                Arguments.of("PUT", "/v1/sheets/%s/cells/0/phone", "{\"value\": \"3\"}"),
                Arguments.of("DELETE", "/v1/sheets/%s/cells/0/phone", null),
                Arguments.of("GET", "/v1/sheets/%s", null),
                Arguments.of("POST", "/v1/sheets/%s/rows", "[{\"phone\": \"2\"}]"),
                Arguments.of("DELETE", "/v1/sheets/%s", null));
    }

    @ParameterizedTest
    @MethodSource("callsThatTakeAnId")
    void anotherTenantsIdIsAnsweredAsAnUnknownOne(String method, String path, String body) {
        String theirs = path.startsWith("/v1/jobs") ? acmeJob : acmeSheet;
        Answer unknown = api.ask(globex, method, path.formatted(UUID.randomUUID()), body);
        Answer others = api.ask(globex, method, path.formatted(theirs), body);
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.raw().body()).isEqualTo(unknown.raw().body());
        assertThat(api.ask(acme, "GET", "/v1/jobs/" + acmeJob, null).at("/state")).isEqualTo("processing");
    }

    @Test
    void aJobOnAnotherTenantsSheetIsRefusedAsOneOnNone() {
        Answer others = submitted(globex, acmeSheet);
        assertThat(others.status()).isEqualTo(422);
        assertThat(others.raw().body()).isEqualTo(submitted(globex, UUID.randomUUID().toString()).raw().body());
    }

    @Test
    void aTemplateIsItsTenantsOwn() {
        String job = """
                {"columns": [{"name": "c", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "country"}]}""";
        assertThat(api.ask(acme, "PUT", "/v1/templates/secret", job).status()).isEqualTo(201);
        assertThat(api.ask(acme, "GET", "/v1/templates/secret", null).status()).isEqualTo(200);
        Answer others = api.ask(globex, "GET", "/v1/templates/secret", null);
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.raw().body()).isEqualTo(api.ask(globex, "GET", "/v1/templates/none", null).raw().body());
        assertThat(api.ask(globex, "GET", "/v1/templates", null).body().at("/items")).isEmpty();
        Answer refused = api.ask(globex, "POST", "/v1/jobs", "{\"template\": \"secret\"}");
        assertThat(refused.at("/pointer")).isEqualTo("/template");
        assertThat(refused.at("/detail")).doesNotContain("secret");
    }

    @Test
    void aJobNamesTheKeyThatMadeIt() {
        assertThat(api.ask(acme, "GET", "/v1/jobs/" + acmeJob, null).at("/createdBy"))
                .isEqualTo("acme's (%s)".formatted(id(acme)));
    }

    @Test
    void aKeyMakesAndSeesKeysOfItsOwnTenantOnlyAndTheOperatorsAllOfThem() {
        String second = key(acme, "{}");
        assertThat(api.ask(acme, "GET", "/v1/keys", null).body().at("/items").findValuesAsString("tenant"))
                .containsOnly("acme");
        assertThat(api.ask(operator, "GET", "/v1/keys", null).body().at("/items").findValuesAsString("tenant"))
                .contains("acme", "globex", "default");
        Answer refused = api.ask(acme, "POST", "/v1/keys", "{\"tenant\": \"globex\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/pointer")).isEqualTo("/tenant");
        Answer unseen = api.ask(globex, "DELETE", "/v1/keys/" + id(second), null);
        assertThat(unseen.status()).isEqualTo(404);
        assertThat(unseen.raw().body())
                .isEqualTo(api.ask(globex, "DELETE", "/v1/keys/000000000000", null).raw().body());
        assertThat(api.ask(second, "GET", "/v1/jobs", null).status()).isEqualTo(200);
    }

    @Test
    void aRevokedKeyIsRefusedAndStaysListed() {
        String doomed = key(globex, "{\"name\": \"doomed\"}");
        assertThat(api.ask(doomed, "GET", "/v1/jobs", null).status()).isEqualTo(200);
        assertThat(api.ask(globex, "DELETE", "/v1/keys/" + id(doomed), null).status()).isEqualTo(204);
        await().until(() -> api.ask(doomed, "GET", "/v1/jobs", null).status() == 401);
        var listed = api.ask(globex, "GET", "/v1/keys?limit=1", null).body();
        assertThat(listed.at("/items/0/id").asString()).isEqualTo(id(doomed));
        assertThat(listed.at("/items/0/revokedAt").isString()).isTrue();
        assertThat(listed.at("/items/0").has("key")).isFalse();
        var next = api.ask(globex, "GET", "/v1/keys?limit=1&cursor=" + listed.at("/next").asString(), null).body();
        assertThat(next.at("/items/0/id").asString()).isEqualTo(id(globex));
        assertThat(next.at("/next").isNull()).isTrue();
    }

    @Test
    void theOperatorsLastKeyIsNotRevokedWhileOthersHaveSome() {
        Answer refused = api.ask(operator, "DELETE", "/v1/keys/" + id(operator), null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(api.ask(operator, "GET", "/v1/jobs", null).status()).isEqualTo(200);
    }

    @Test
    void whoSignsInIsKnownByACookieThatNoScriptReads() {
        Answer in = signIn(acme);
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.at("/tenant")).isEqualTo("acme");
        assertThat(in.at("/keyName")).isEqualTo("acme's");
        String cookie = in.raw().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("; HttpOnly").contains("; SameSite=Strict").contains("; Path=/")
                .doesNotContain("Secure").startsWith("cellmill_key=" + acme);
        assertThat(in.raw().body()).doesNotContain(acme);

        assertThat(api.browse("GET", "/v1/jobs", null, "Cookie", shown(cookie)).status()).isEqualTo(200);
        assertThat(api.browse("GET", "/v1/session", null, "Cookie", shown(cookie)).at("/key")).isEqualTo(id(acme));
        Answer out = api.browse("DELETE", "/v1/session", null, "Cookie", shown(cookie));
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.raw().headers().firstValue("Set-Cookie").orElseThrow()).startsWith("cellmill_key=;")
                .contains("Max-Age=0");
    }

    @Test
    void aCookieIsHeardFromOurOwnPageOnly() {
        String cookie = "cellmill_key=" + acme;
        String change = "/v1/jobs/%s".formatted(acmeJob);
        String body = "{\"labels\": {\"by\": \"page\"}}";
        String[] json = {"Content-Type", "application/json", "Cookie", cookie};
        assertThat(api.browse("PATCH", change, body, with(json)).status()).isEqualTo(401);
        assertThat(api.browse("PATCH", change, body, with(json, "Sec-Fetch-Site", "cross-site")).status())
                .isEqualTo(401);
        assertThat(api.browse("PATCH", change, body, with(json, "Sec-Fetch-Site", "same-site")).status())
                .isEqualTo(401);
        assertThat(api.browse("PATCH", change, body, with(json, "Origin", "http://evil.example")).status())
                .isEqualTo(401);
        assertThat(api.browse("GET", change, null, "Cookie", cookie, "Origin", "http://evil.example").status())
                .isEqualTo(401);
        assertThat(api.browse("PATCH", change, body, with(json, "Origin", api.address())).status()).isEqualTo(200);
        assertThat(api.browse("PATCH", change, body, with(json, "Sec-Fetch-Site", "same-origin")).status())
                .isEqualTo(200);
        assertThat(api.browse("POST", "/v1/session", "{\"key\": \"%s\"}".formatted(acme), "Content-Type",
                "application/json", "Origin", "http://evil.example").status()).isEqualTo(403);
    }

    @Test
    void aBadKeySignsNobodyIn() {
        Answer refused = signIn("cm_abcdefghijkl_" + "x".repeat(43));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.raw().headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(signIn("nonsense").at("/pointer")).isEqualTo("/key");
        assertThat(api.browse("GET", "/v1/jobs", null, "Cookie", "cellmill_key=nonsense").status()).isEqualTo(401);
    }

    private Answer signIn(String key) {
        return api.ask(null, "POST", "/v1/session", "{\"key\": \"%s\"}".formatted(key));
    }

    private static String shown(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aKeyThatAsksTooOftenIsAnswered429WithTheTimeToWait() {
        String eager = key(operator, "{\"tenant\": \"eager\"}");
        Answer answer = api.get("/v1/session");
        for (int i = 0; i <= REQUESTS_PER_MINUTE; i++) {
            answer = api.ask(eager, "GET", "/v1/session", null);
            assertThat(answer.status()).isEqualTo(i < REQUESTS_PER_MINUTE ? 200 : 429);
        }
        assertThat(answer.at("/type")).isEqualTo("urn:cellmill:problem:rate-limited");
        assertThat(Integer.parseInt(answer.raw().headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 60);
        assertThat(api.ask(acme, "GET", "/v1/session", null).status()).isEqualTo(200);
    }

    @Test
    void aMisspeltMemberMakesNoKey() {
        Answer refused = api.ask(operator, "POST", "/v1/keys", "{\"tenat\": \"acme\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/pointer")).isEqualTo("/tenat");
        assertThat(refused.at("/detail")).contains("tenant");
    }

    @Test
    void nothingOfASecretIsStored() {
        var stored = api.db.fetch("SELECT api_key::text FROM access.api_key").getValues(0, String.class);
        assertThat(stored).noneMatch(row -> row.contains(operator.substring(operator.length() - 43)));
    }

    private Answer submitted(String key, String sheet) {
        return api.ask(key, "POST", "/v1/jobs", """
                {"sheet": "%s", "columns": [
                    {"name": "country", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "country"}]}"""
                .formatted(sheet));
    }

    private String key(String by, String wanted) {
        Answer made = api.ask(by, "POST", "/v1/keys", wanted);
        assertThat(made.status()).isEqualTo(201);
        return made.at("/key");
    }

    private static String id(String key) {
        return key.split("_", 3)[1];
    }
}
