package dev.cellmill.deployment;

import static dev.cellmill.deployment.YamlFile.INFRA;
import static dev.cellmill.deployment.YamlFile.list;
import static dev.cellmill.deployment.YamlFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What kustomize makes of the base and of the example; skipped where there is neither kubectl nor kustomize. */
class RenderedManifestsIT {

    @Test
    void theBaseIsWhole() throws Exception {
        check(rendered("base"));
    }

    @Test
    void theExampleIsWholeAndOfItsOwnSettings() throws Exception {
        Manifests example = rendered("overlays/example");
        check(example);
        assertThat(example.of("Deployment")).allSatisfy(deployment -> {
            Map<String, String> variables = example.variables(deployment);
            Service service = Service.called(text(deployment, "metadata", "name"));
            Variables.assertKnown(service, variables);
            Variables.assertNoSecret(service.folder, variables);
            assertThat(Variables.kafkaClients(variables)).containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("ssl.truststore.location", "/etc/cellmill/kafka/ca.crt");
            assertThat(variables.get("CELLMILL_DATABASE_URL")).contains("sslmode=verify-full", "/cellmill?");
            assertThat(variables.get("CELLMILL_KAFKA_BOOTSTRAP")).contains(".svc:9093");
        });
        assertThat(example.named("Deployment", "cell-worker").get("spec")).asInstanceOf(
                InstanceOfAssertFactories.MAP).doesNotContainKey("replicas");
    }

    /** Every name that a pod refers to is there, but for the secrets, which are not kept with the manifests. */
    private static void check(Manifests manifests) {
        manifests.assertFieldsAreKnown();
        List<String> configs = manifests.of("ConfigMap").map(one -> text(one, "metadata", "name")).toList();
        assertThat(manifests.of("Deployment")).hasSize(Service.values().length).allSatisfy(deployment -> {
            Object pod = YamlFile.at(deployment, "spec", "template", "spec");
            List<String> volumes = list(pod, "volumes").stream().map(volume -> text(volume, "name")).toList();
            assertThat(list(pod, "volumes")).allSatisfy(
                    volume -> assertThat(configs.contains(text(volume, "configMap", "name"))
                            || text(volume, "configMap").isEmpty()).isTrue());
            assertThat(list(pod, "containers")).allSatisfy(container -> {
                assertThat(list(container, "volumeMounts")).allSatisfy(
                        mount -> assertThat(volumes).contains(text(mount, "name")));
                assertThat(text(container, "image")).matches(".+:(?!latest).+");
                assertThat(configs).contains(text(container, "envFrom", 0, "configMapRef", "name"));
            });
        });
    }

    private static Manifests rendered(String folder) throws IOException, InterruptedException {
        List<String> command = tool();
        assumeTrue(!command.isEmpty(), "neither kubectl nor kustomize is there");
        var all = new ArrayList<>(command);
        all.add(INFRA.resolve("kubernetes").resolve(folder).toString());
        Process process = new ProcessBuilder(all).redirectError(Redirect.INHERIT).start();
        String made = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return new Manifests(YamlFile.documents(made));
    }

    private static List<String> tool() {
        if (inPath("kubectl")) {
            return List.of("kubectl", "kustomize");
        }
        return inPath("kustomize") ? List.of("kustomize", "build") : List.of();
    }

    private static boolean inPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
