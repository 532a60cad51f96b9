package dev.cellmill.deployment;

import static dev.cellmill.deployment.YamlFile.INFRA;
import static dev.cellmill.deployment.YamlFile.at;
import static dev.cellmill.deployment.YamlFile.document;
import static dev.cellmill.deployment.YamlFile.list;
import static dev.cellmill.deployment.YamlFile.map;
import static dev.cellmill.deployment.YamlFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComposeTest {
    private static final Path FOLDER = INFRA.resolve("compose");
    private static final Map<String, Object> COMPOSE = document(FOLDER.resolve("compose.yaml"));
    private static final Map<String, Object> TLS = document(FOLDER.resolve("compose.tls.yaml"));
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");
    private static final Pattern TAGGED = Pattern.compile("[a-z0-9./-]+:(?!latest)[A-Za-z0-9._-]+");

    @Test
    void everyServiceHasACheckOfItsHealth() {
        assertThat(map(COMPOSE, "services")).allSatisfy((name, service) -> {
            boolean ofItsImage = Arrays.stream(Service.values()).anyMatch(ours -> ours.folder.equals(name));
            boolean ends = name.equals("prepare");
            assertThat(ofItsImage || ends || !list(service, "healthcheck", "test").isEmpty()).isTrue();
        });
    }

    @Test
    void imagesAreTaggedAndOurOwnAreTheBuildsVersion() throws IOException {
        assertThat(map(COMPOSE, "services")).allSatisfy(
                (name, service) -> assertThat(defaults(text(service, "image"))).matches(TAGGED));
        String version = pom("version");
        for (Service service : Service.values()) {
            assertThat(defaults(text(COMPOSE, "services", service.folder, "image")))
                    .isEqualTo("cellmill/%s:%s", service.folder, version);
        }
        assertThat(text(COMPOSE, "services", "kafka", "image")).isEqualTo("apache/kafka:" + pom("kafka.version"));
        assertThat(pom("postgres-binaries.version"))
                .startsWith(text(COMPOSE, "services", "postgres", "image").replace("postgres:", "") + ".");
    }

    @Test
    void portsAreOpenedOnThisMachineAlone() {
        assertThat(map(COMPOSE, "services").values()).allSatisfy(service -> assertThat(list(service, "ports"))
                .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:")));
    }

    @Test
    void nothingRunsWithMoreThanItNeeds() {
        assertThat(map(COMPOSE, "services")).allSatisfy((name, service) -> {
            assertThat(list(service, "cap_drop")).containsExactly("ALL");
            assertThat(list(service, "security_opt")).contains("no-new-privileges:true");
            // the broker's image writes its configuration beside its programs
            assertThat(at(service, "read_only")).isEqualTo(name.equals("kafka") ? null : Boolean.TRUE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void variablesOfAServiceAreThoseThatItReads(Service service) {
        Map<String, String> variables = variables(COMPOSE, service.folder);
        variables.putAll(variables(TLS, service.folder));
        list(COMPOSE, "services", service.folder, "secrets")
                .forEach(secret -> variables.put(text(secret, "target"), "${of a file}"));
        Variables.assertKnown(service, variables);
        Variables.assertNoSecret(service.folder, variables);
        assertThat(variables).containsKey("CELLMILL_DATABASE_PASSWORD").containsEntry("CELLMILL_MIGRATE", "false");
    }

    @Test
    void secretsAreFilesThatTheScriptMakes() throws IOException {
        String script = Files.readString(FOLDER.resolve("secrets.sh"));
        for (Map<String, Object> file : List.of(COMPOSE, TLS)) {
            assertThat(map(file, "secrets")).allSatisfy((name, secret) -> {
                assertThat(text(secret, "file")).isEqualTo("./secrets/" + name);
                assertThat(script).contains(name.replace("_password", ""));
            });
        }
        assertThat(map(COMPOSE, "services").keySet()).allSatisfy(
                service -> Variables.assertNoSecret(service, variables(COMPOSE, service)));
        assertThat(map(TLS, "services").keySet()).allSatisfy(
                service -> Variables.assertNoSecret(service, variables(TLS, service)));
        assertThat(Files.readString(FOLDER.resolve(".gitignore")).lines()).contains("/secrets/", "providers.env");
    }

    @Test
    void aStoppedWorkerHasLongerThanItsCalls() {
        Map<String, String> worker = variables(COMPOSE, "cell-worker");
        String stop = defaults(text(COMPOSE, "services", "cell-worker", "stop_grace_period"));
        assertThat(Variables.duration(stop))
                .isGreaterThanOrEqualTo(Variables.duration(worker.get("CELLMILL_DRAIN_TIME")).plusSeconds(20));
    }

    @Test
    void clientsOfTheExampleSpeakToKafkaBySaslOverTls() {
        for (Service service : Service.values()) {
            assertThat(Variables.kafkaClients(variables(TLS, service.folder)))
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.mechanism", "PLAIN")
                    .containsEntry("ssl.truststore.type", "PEM")
                    .hasEntrySatisfying("ssl.truststore.location",
                            file -> assertThat(file.toString()).endsWith("/cellmill/tls/ca.crt"))
                    .hasEntrySatisfying("sasl.jaas.config", login -> assertThat(login.toString())
                            .contains("PlainLoginModule required", "password=\"of the secret\""));
        }
    }

    @Test
    void theProxyAndPrometheusKnowWhereTheServicesListen() throws IOException {
        String proxy = Files.readString(FOLDER.resolve("proxy/nginx.conf"));
        Map<String, Object> prometheus = document(FOLDER.resolve("prometheus/prometheus.yml"));
        for (Service service : Service.values()) {
            assertThat(proxy).contains(
                    "set $%s http://%s:%d;".formatted(service.folder.replace('-', '_'), service.folder,
                            service.port()));
            assertThat(list(prometheus, "scrape_configs")).anySatisfy(scrape -> {
                assertThat(list(scrape, "dns_sd_configs", 0, "names")).containsExactly(service.folder);
                assertThat(at(scrape, "dns_sd_configs", 0, "port")).isEqualTo(service.port());
            });
        }
    }

    /** The roles that the script makes beforehand are those that the migration would make. */
    @Test
    void theDatabasesRolesAreThoseOfTheMigration() throws IOException {
        String script = Files.readString(FOLDER.resolve("postgres/roles.sh"));
        String migration = Files.readString(INFRA.resolveSibling(
                "common/src/main/resources/db/migration/V14__row_security.sql"));
        MatchResult made = Pattern.compile("'CREATE ROLE %I NOLOGIN', name\\)\\s+FROM unnest\\(ARRAY\\[([^\\]]*)\\]")
                .matcher(script).results().findFirst().orElseThrow();
        MatchResult listed = Pattern.compile("roles CONSTANT text\\[\\] := ARRAY\\[([^\\]]*)\\]").matcher(migration)
                .results().findFirst().orElseThrow();
        assertThat(found(made.group(1), "'(\\w+)'")).isEqualTo(found(listed.group(1), "'(\\w+)'"));
        for (Service service : Service.values()) {
            assertThat(script)
                    .contains("ALTER ROLE %s LOGIN NOINHERIT".formatted(
                            variables(COMPOSE, service.folder).get("CELLMILL_DATABASE_USER")));
        }
    }

    private static TreeSet<String> found(String text, String pattern) {
        var all = new TreeSet<String>();
        Pattern.compile(pattern).matcher(text).results().forEach(match -> all.add(match.group(1)));
        return all;
    }

    private static Map<String, String> variables(Map<String, Object> file, String service) {
        var all = new LinkedHashMap<String, String>();
        map(file, "services", service, "environment")
                .forEach((name, value) -> all.put(name, defaults(String.valueOf(value))));
        return all;
    }

    private static String defaults(String text) {
        return DEFAULT.matcher(text).replaceAll("$1");
    }

    private static String pom(String element) throws IOException {
        return Pattern.compile("<%1$s>([^<]*)</%1$s>".formatted(Pattern.quote(element)))
                .matcher(Files.readString(INFRA.resolveSibling("pom.xml"))).results().findFirst().orElseThrow()
                .group(1);
    }
}
