package dev.cellmill.benchmark.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class DashboardsTest {
    private static final Pattern BY_JOB = Pattern.compile("[{,]\\s*job\\s*[=!]");
    private static final Pattern VARIABLE = Pattern.compile("(..)\"\\$(lane|provider)");

    static Stream<Path> dashboards() {
        return Expressions.files(Expressions.DASHBOARDS).stream();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelAsksAQuestionAndHasAUnit(Path file) throws IOException {
        var titles = new HashSet<String>();
        for (JsonNode panel : read(file).path("panels")) {
            assertThat(panel.path("title").asString()).endsWith("?").matches(titles::add, "is asked once");
            assertThat(panel.at("/fieldConfig/defaults/unit").asString("")).as(panel.path("title").asString())
                    .isNotBlank();
        }
        assertThat(titles).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variablesHaveAChoiceOfAllAndAreMatchedByPattern(Path file) throws IOException {
        JsonNode dashboard = read(file);
        for (JsonNode variable : dashboard.at("/templating/list")) {
            if (variable.path("type").asString().equals("query")) {
                assertThat(variable.path("includeAll").asBoolean()).isTrue();
                assertThat(variable.path("allValue").asString()).isEqualTo(".*");
            }
        }
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.path("expr").asString();
                assertThat(BY_JOB.matcher(expression).find()).as(expression).isFalse();
                VARIABLE.matcher(expression).results()
                        .forEach(use -> assertThat(use.group(1)).as(expression).isEqualTo("=~"));
            }
        }
    }

    private static JsonNode read(Path file) throws IOException {
        return Json.MAPPER.readTree(Files.readString(file));
    }
}
