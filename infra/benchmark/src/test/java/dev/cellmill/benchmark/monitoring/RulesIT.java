package dev.cellmill.benchmark.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RulesIT {
    private static final Path TESTS = Path.of("../prometheus/tests");

    @BeforeAll
    static void look() {
        Promtool.assumeInstalled();
    }

    @Test
    void theConfigurationAndTheRulesAreValid() throws IOException {
        promtool("check", "config", "../prometheus/prometheus.yml", "../prometheus/prometheus-standalone.yml");
        promtool(and(List.of("check", "rules"), Expressions.files(Expressions.RULES)));
    }

    @Test
    void theRulesHoldTheirTests() throws IOException {
        promtool(and(List.of("test", "rules"), Expressions.files(TESTS)));
    }

    @Test
    void everyAlertIsTestedFiringAndQuietAndSaysWhatToDo() throws IOException {
        var alerts = new TreeSet<String>();
        for (JsonNode group : Yaml.read(Files.readString(Expressions.RULES.resolve("alerts.yml"))).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                alerts.add(rule.path("alert").asString());
                assertThat(rule.path("annotations").propertyNames()).contains("summary", "description", "runbook");
            }
        }
        Map<String, TreeSet<Boolean>> tested = new TreeMap<>();
        for (Path file : Expressions.files(TESTS)) {
            for (JsonNode one : Yaml.read(Files.readString(file)).path("tests")) {
                for (JsonNode alert : one.path("alert_rule_test")) {
                    tested.computeIfAbsent(alert.path("alertname").asString(), name -> new TreeSet<>())
                            .add(!alert.path("exp_alerts").isEmpty());
                }
            }
        }
        assertThat(tested.keySet()).isEqualTo(alerts);
        assertThat(tested).allSatisfy((name, ways) -> assertThat(ways).containsExactly(false, true));
    }

    private static List<String> and(List<String> command, List<Path> files) {
        var all = new ArrayList<>(command);
        files.forEach(file -> all.add(file.toString()));
        return all;
    }

    private static void promtool(String... arguments) throws IOException {
        promtool(List.of(arguments));
    }

    private static void promtool(List<String> arguments) throws IOException {
        Promtool.Ended ended = Promtool.run("promtool", arguments);
        assertThat(ended.exitCode()).as(ended.printed()).isZero();
    }
}
