package dev.cellmill.deployment;

import static dev.cellmill.deployment.YamlFile.INFRA;
import static dev.cellmill.deployment.YamlFile.at;
import static dev.cellmill.deployment.YamlFile.document;
import static dev.cellmill.deployment.YamlFile.list;
import static dev.cellmill.deployment.YamlFile.map;
import static dev.cellmill.deployment.YamlFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManifestsTest {
    private static final Path FOLDER = INFRA.resolve("kubernetes");
    private static final Map<String, Object> BASE = document(FOLDER.resolve("base/kustomization.yaml"));
    private static final Manifests MANIFESTS = new Manifests(resources());

    @Test
    void everyManifestHasTheFieldsOfItsKindAlone() {
        MANIFESTS.assertFieldsAreKnown();
    }

    @Test
    void nothingIsLeftOutOfItsKustomization() {
        assertThat(kustomizations()).allSatisfy(kustomization -> {
            List<String> named = Stream.of("resources", "components")
                    .flatMap(kind -> list(document(kustomization), kind).stream()).map(Object::toString).toList();
            assertThat(named).allSatisfy(name -> assertThat(kustomization.resolveSibling(name)).exists());
            try (Stream<Path> beside = Files.list(kustomization.getParent())) {
                assertThat(beside.map(file -> file.getFileName().toString())
                        .filter(file -> !file.equals("kustomization.yaml")))
                        .allMatch(file -> named.contains(file) || generated(kustomization).contains(file));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void probesAskTheServicesHealthWhereItListens(Service service) {
        Object container = container(service);
        assertThat(at(container, "ports", 0, "containerPort")).isEqualTo(service.port());
        assertThat(text(container, "startupProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
        assertThat(text(container, "livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
        assertThat(text(container, "readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(text(container, probe, "httpGet", "port")).isEqualTo(text(container, "ports", 0, "name"));
        }
        assertThat(at(MANIFESTS.named("Service", service.folder), "spec", "ports", 0, "port"))
                .isEqualTo(service.port());
    }

    @ParameterizedTest
    @EnumSource
    void variablesAreThoseThatTheServiceReads(Service service) {
        Map<String, String> variables = variables(service);
        Variables.assertKnown(service, variables);
        Variables.assertNoSecret(service.folder, variables);
        list(deployment(service), "spec", "template", "spec", "volumes").stream()
                .filter(volume -> text(volume, "name").equals("secrets"))
                .flatMap(volume -> list(volume, "projected", "sources").stream())
                .flatMap(source -> list(source, "secret", "items").stream())
                .forEach(item -> assertThat(service.variables()).contains(text(item, "path")));
    }

    @ParameterizedTest
    @EnumSource
    void aPodKeepsToTheStrictestOfThePodSecurityStandards(Service service) {
        Object pod = at(deployment(service), "spec", "template", "spec");
        assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(text(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
        assertThat(at(pod, "automountServiceAccountToken")).isEqualTo(false);
        Stream.concat(list(pod, "initContainers").stream(), list(pod, "containers").stream()).forEach(container -> {
            assertThat(at(container, "securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
            assertThat(at(container, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
            assertThat(list(container, "securityContext", "capabilities", "drop")).containsExactly("ALL");
            assertThat(map(container, "resources", "requests")).containsKeys("cpu", "memory");
            assertThat(text(container, "resources", "limits", "memory")).isNotEmpty();
            assertThat(list(container, "volumeMounts")).anySatisfy(
                    mount -> assertThat(text(mount, "mountPath")).isEqualTo("/tmp"));
        });
    }

    /** Its end is as long as its calls may take and what comes after them; a disruption takes one at a time. */
    @ParameterizedTest
    @EnumSource
    void stoppingIsGivenItsTime(Service service) {
        long grace = ((Number) requireAt(deployment(service), "spec", "template", "spec",
                "terminationGracePeriodSeconds")).longValue();
        String drain = variables(service).getOrDefault("CELLMILL_DRAIN_TIME", "25s");
        assertThat(grace).isGreaterThanOrEqualTo(Variables.duration(drain).toSeconds() + 20);
        Object budget = MANIFESTS.named("PodDisruptionBudget", service.folder);
        assertThat(at(budget, "spec", "maxUnavailable")).isEqualTo(1);
        assertThat(map(budget, "spec", "selector", "matchLabels"))
                .isEqualTo(map(deployment(service), "spec", "selector", "matchLabels"))
                .isEqualTo(map(MANIFESTS.named("Service", service.folder), "spec", "selector"));
        assertThat(map(deployment(service), "spec", "template", "metadata", "labels"))
                .containsAllEntriesOf(map(deployment(service), "spec", "selector", "matchLabels"));
    }

    @Test
    void imagesAreTheBuildsAndNoneIsTheLatest() {
        assertThat(list(BASE, "images")).hasSize(Service.values().length).allSatisfy(image -> {
            Service.called(text(image, "name").replace("cellmill/", ""));
            assertThat(text(image, "newTag")).isNotEmpty().isNotEqualTo("latest");
        });
        MANIFESTS.of("Deployment").flatMap(one -> Stream.concat(
                list(one, "spec", "template", "spec", "initContainers").stream(),
                list(one, "spec", "template", "spec", "containers").stream()))
                .forEach(container -> assertThat(list(BASE, "images")).anySatisfy(
                        image -> assertThat(text(container, "image")).isEqualTo(text(image, "name"))));
    }

    @Test
    void secretsStandNowhere() {
        assertThat(MANIFESTS.of("Secret")).isEmpty();
        assertThat(kustomizations()).allSatisfy(
                file -> assertThat(document(file)).doesNotContainKey("secretGenerator"));
    }

    @Test
    void whateverIsNotAllowedIsDenied() {
        Object denied = MANIFESTS.named("NetworkPolicy", "cellmill-default-deny");
        assertThat(list(denied, "spec", "policyTypes")).containsExactly("Ingress", "Egress");
        assertThat(map(denied, "spec")).doesNotContainKeys("ingress", "egress");
        // every pod has the label by which it is denied
        assertThat(map(list(BASE, "labels").getFirst(), "pairs"))
                .isEqualTo(map(denied, "spec", "podSelector", "matchLabels"));
        assertThat(at(BASE, "labels", 0, "includeTemplates")).isEqualTo(true);
    }

    /** What the base leaves shut since only an installation knows where it is. */
    @Test
    void theExampleHasWaysToBackendsOutsideOfTheClusterAndToACollector() {
        for (String name : List.of("cellmill-backends-outside", "cellmill-to-collector")) {
            Object policy = MANIFESTS.named("NetworkPolicy", name);
            assertThat(map(policy, "spec", "podSelector", "matchLabels"))
                    .isEqualTo(map(list(BASE, "labels").getFirst(), "pairs"));
            assertThat(list(policy, "spec", "policyTypes")).containsExactly("Egress");
            assertThat(list(policy, "spec", "egress")).allSatisfy(
                    way -> assertThat(list(way, "to")).anySatisfy(
                            to -> assertThat(text(to, "ipBlock", "cidr")).isNotEmpty()));
        }
        assertThat(ports("cellmill-backends-outside")).contains(5432, 9093);
        assertThat(ports("cellmill-to-collector")).containsExactly(4318);
    }

    private static List<Object> ports(String policy) {
        return list(MANIFESTS.named("NetworkPolicy", policy), "spec", "egress").stream()
                .flatMap(way -> list(way, "ports").stream()).map(port -> requireAt(port, "port")).toList();
    }

    @Test
    void workersAreScaledByTheRecordedBacklogUpToALanesPartitions() throws IOException {
        Object scaled = MANIFESTS.named("ScaledObject", "cell-worker");
        assertThat(text(scaled, "spec", "scaleTargetRef", "name")).isEqualTo("cell-worker");
        assertThat(at(scaled, "spec", "maxReplicaCount")).isEqualTo(Topics.PARTITIONS);
        // a lost scrape is no reason for fewer
        assertThat(text(scaled, "spec", "triggers", 0, "metadata", "ignoreNullValues")).isEqualTo("false");
        String query = text(scaled, "spec", "triggers", 0, "metadata", "query");
        assertThat(Files.readString(INFRA.resolve("prometheus/rules/recording.yml")))
                .contains("- record: " + query + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void clientsOfTheComponentSpeakToKafkaBySaslOverTls(Service service) {
        Map<String, Object> component = document(FOLDER.resolve("components/kafka-sasl-tls/kustomization.yaml"));
        Map<String, String> variables = literals(component, "cellmill");
        Variables.assertKnown(service, variables);
        Variables.assertNoSecret("kafka-sasl-tls", variables);
        assertThat(Variables.kafkaClients(variables))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.truststore.type", "PEM")
                .hasEntrySatisfying("sasl.jaas.config",
                        login -> assertThat(login.toString()).contains("password=\"of the secret\""));
    }

    static Map<String, String> literals(Map<String, Object> kustomization, String name) {
        var all = new LinkedHashMap<String, String>();
        list(kustomization, "configMapGenerator").stream().filter(map -> text(map, "name").equals(name))
                .flatMap(map -> list(map, "literals").stream()).map(Object::toString)
                .forEach(literal -> all.put(literal.substring(0, literal.indexOf('=')),
                        literal.substring(literal.indexOf('=') + 1)));
        return all;
    }

    private static Map<String, String> variables(Service service) {
        var all = new LinkedHashMap<>(literals(BASE, "cellmill"));
        all.putAll(MANIFESTS.variables(deployment(service)));
        return all;
    }

    private static Map<String, Object> deployment(Service service) {
        return MANIFESTS.named("Deployment", service.folder);
    }

    private static Object container(Service service) {
        return list(deployment(service), "spec", "template", "spec", "containers").getFirst();
    }

    private static Object requireAt(Object from, Object... path) {
        return Objects.requireNonNull(at(from, path));
    }

    private static List<String> generated(Path kustomization) {
        return list(document(kustomization), "configMapGenerator").stream()
                .flatMap(map -> list(map, "files").stream()).map(Object::toString).toList();
    }

    private static List<Path> kustomizations() {
        return files().filter(file -> file.endsWith("kustomization.yaml")).toList();
    }

    private static List<Map<String, Object>> resources() {
        var all = new ArrayList<Map<String, Object>>();
        files().filter(file -> list(document0(file), "resources").isEmpty())
                .forEach(file -> YamlFile.documents(file).stream().filter(one -> one.containsKey("kind"))
                        .filter(one -> !text(one, "apiVersion").startsWith("kustomize")).forEach(all::add));
        return all;
    }

    private static Map<String, Object> document0(Path file) {
        return YamlFile.documents(file).getFirst();
    }

    private static Stream<Path> files() {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
