package dev.cellmill.benchmark.monitoring;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Every expression of the dashboards and of the rules, by where it stands. */
final class Expressions {
    static final Path DASHBOARDS = Path.of("../grafana/dashboards");
    static final Path RULES = Path.of("../prometheus/rules");

    private Expressions() {}

    /** With every variable's choice of all. */
    static Map<String, String> ofDashboards() throws IOException {
        var expressions = new LinkedHashMap<String, String>();
        for (Path file : files(DASHBOARDS)) {
            for (JsonNode panel : Json.MAPPER.readTree(Files.readString(file)).path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    expressions.put("%s: %s %s".formatted(file.getFileName(), panel.path("title").asString(),
                            target.path("refId").asString()), chosen(target.path("expr").asString()));
                }
            }
        }
        return expressions;
    }

    /** Without the comparisons that make alerts of them. */
    static Map<String, String> ofRules() throws IOException {
        var expressions = new LinkedHashMap<String, String>();
        for (Path file : files(RULES)) {
            for (JsonNode group : Yaml.read(Files.readString(file)).path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    String name = rule.path("alert").asString(rule.path("record").asString(""));
                    expressions.put(name, withoutComparison(rule.path("expr").asString()));
                }
            }
        }
        return expressions;
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String chosen(String expression) {
        return expression.replace("$__rate_interval", "30s").replace("$__range", "30s").replace("$lane", ".*")
                .replace("$provider", ".*");
    }

    /** What stands before the first comparison that is in no brackets and no text; all of it if there is none. */
    static String withoutComparison(String expression) {
        var open = new ArrayList<Character>();
        for (int at = 0; at < expression.length(); at++) {
            char one = expression.charAt(at);
            boolean inText = !open.isEmpty() && "\"'`".indexOf(open.getLast()) >= 0;
            if (inText) {
                if (one == '\\' && open.getLast() != '`') {
                    at++;
                } else if (one == open.getLast()) {
                    open.removeLast();
                }
            } else if ("([{\"'`".indexOf(one) >= 0) {
                open.add(one);
            } else if (")]}".indexOf(one) >= 0) {
                open.removeLast();
            } else if (open.isEmpty() && "<>=!".indexOf(one) >= 0) {
                return expression.substring(0, at).strip();
            }
        }
        return expression.strip();
    }
}
