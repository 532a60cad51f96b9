package dev.cellmill.common.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobSpecReaderTest {
    private static final String COLUMN = "columns: [{name: a, prompt: hi}]\n";

    @Test
    void aWholeJobIsRead() {
        JobSpec job = read("""
                name: Qualify leads
                labels: {team: sales, quarter: 3}
                sheet: 019886a0-7b4c-7000-8000-000000000001
                parameters: {tone: expert, year: 2026}
                columns:
                  - {name: phone_country, provider: phone, inputs: {phone: "{{phone}}", region: US}, field: country}
                  - name: industry
                    prompt: Which industry is {{company}} in?
                    system: Answer with one label.
                    steps:
                      - {provider: crm, inputs: {domain: "{{website}}"}, field: /industry}
                      - {provider: gpt, model: gpt-5-mini, minConfidence: 0.7, maxTokens: 500, timeout: 60s,
                         options: {reasoning_effort: minimal}, expect: {inputTokens: 400, outputTokens: 10, seconds: 2}}
                    output: {type: enum, values: [software, retail]}
                  - outputs: {size: /employees, city: /address/city}
                    prompt: Give the number of employees and the address.
                    output: {type: json, schema: {type: object}}
                cells: all
                rows: {offset: 10, limit: 1000}
                concurrency: 50
                priority: high
                onError: continue
                timeout: 2m
                retry: {maxAttempts: 4, baseDelay: 500ms, rounds: 0}
                """);

        assertThat(job.name()).isEqualTo("Qualify leads");
        assertThat(job.labels()).containsEntry("quarter", "3");
        assertThat(job.parameters()).containsEntry("year", "2026");
        assertThat(job.cells()).containsExactly(CellChoice.ALL);
        assertThat(job.rows()).isEqualTo(new RowRange(10, 1000));
        assertThat(job.concurrency()).isEqualTo(50);
        assertThat(job.priority()).isEqualTo(Priority.HIGH);
        assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(job.retry()).isEqualTo(new RetrySpec(4, Duration.ofMillis(500), 0));

        ColumnSpec phone = job.columns().get(0);
        assertThat(phone.targets()).containsExactly(
                new ColumnSpec.Target("phone_country", "country", false, "/columns/0/name"));
        assertThat(phone.steps()).singleElement().extracting(StepSpec::provider, StepSpec::pointer)
                .containsExactly("phone", "/columns/0");
        ColumnSpec industry = job.columns().get(1);
        assertThat(industry.steps()).extracting(StepSpec::field).containsExactly("/industry", null);
        assertThat(industry.steps().get(1).expect()).isEqualTo(new Expectation(400, 10, 2.0));
        assertThat(industry.steps().get(1).minConfidence()).isEqualTo(0.7);
        assertThat(industry.output()).isEqualTo(
                new OutputType(OutputType.Kind.ENUM, List.of("software", "retail"), null));
        assertThat(job.columns().get(2).targets()).extracting(ColumnSpec.Target::name, ColumnSpec.Target::field)
                .containsExactly(tuple("size", "/employees"),
                        tuple("city", "/address/city"));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        JobSpec job = read(COLUMN);

        assertThat(job).isEqualTo(new JobSpec(null, Map.of(), null, Map.of(), job.columns(),
                Set.of(CellChoice.MISSING), RowRange.ALL, null, Priority.NORMAL, null, RetrySpec.UNSAID,
                RunSpec.PLAIN, null));
        assertThat(job.columns().getFirst().steps()).singleElement().extracting(StepSpec::provider).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "columns: []|/columns|at least one",
            "name: x|/columns|at least one",
            "columns: [{prompt: hi}]|/columns/0/name|\"outputs\"",
            "columns: [{name: a, prompt: ''}]|/columns/0/prompt|leave it out",
            "columns: [{name: a}, {name: a}]|/columns/1/name|rename one",
            "columns: [{name: a}, {outputs: {a: x}}]|/columns/1/outputs/a|rename one",
            "columns: [{name: a, promt: hi}]|/columns/0/promt|Did you mean \"prompt\"?",
            "columns: [{name: a, field: '/x~2'}]|/columns/0/field|JSON Pointer",
            "columns: [{name: a, outputs: {b: c}}]|/columns/0/outputs|leave out name",
            "columns: [{outputs: {b: c}, steps: [{field: d}]}]|/columns/0/steps/0/field|leave it out",
            "columns: [{name: a, model: m, steps: [{provider: p}]}]|/columns/0/model|move it into",
            "columns: [{name: a, steps: []}]|/columns/0/steps|1 to 20 steps",
            "columns: [{name: a, steps: [{provider: p, minConfidence: 2}]}]|/columns/0/steps/0/minConfidence|from 0.0 to 1.0",
            "columns: [{name: a, timeout: 90}]|/columns/0/timeout|like 90s",
            "columns: [{name: a, output: nmber}]|/columns/0/output|Did you mean \"number\"?",
            "columns: [{name: a, output: enum}]|/columns/0/output|lists its values",
            "columns: [{name: a, output: {type: enum, values: [x, x]}}]|/columns/0/output/values|different",
            "columns: [{name: a, output: {type: text, schema: {}}}]|/columns/0/output/schema|json",
            "columns: [{name: a, output: {type: json, schema: {properties: {b: {minimum: x}}}}}]|/columns/0/output/schema/properties/b/minimum|number expected",
            "columns: [{name: a, output: {type: json, schema: {items: {$ref: 'https://a.example/x'}}}}]|/columns/0/output/schema/items/$ref|nothing else is fetched",
            "columns: [{name: a, inputs: {x: [1]}}]|/columns/0/inputs/x|a text",
            "columns: [{name: a, runIf: 1}]|/columns/0/runIf|is a text",
            "columns: [{name: a, examples: 51}]|/columns/0/examples|from 0 to 50",
            "columns: 7|/columns|is a list",
            "columns: [7]|/columns/0|names and values"})
    void aBadColumnIsRefusedAtItsPlace(String yaml, String pointer, String sentence) {
        assertRefused(yaml, pointer, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "colums: 1|/colums|Did you mean \"columns\"?",
            "a~b/c: 1|/a~0b~1c|not known",
            "sheet: leads.csv|/sheet|id of a sheet",
            "concurrency: 0|/concurrency|from 1 to 10,000", "concurrency: 10001|/concurrency|from 1 to 10,000",
            "concurrency: '5'|/concurrency|whole number",
            "priority: hihg|/priority|Did you mean \"high\"?",
            "cells: new|/cells|nothing that",
            "cells: [missing, new]|/cells/1|Cells are missing",
            "cells: some|/cells|Known: all, existing",
            "rows: {ids: [0, -1]}|/rows/ids/1|A row is",
            "rows: {ids: [0], offset: 1}|/rows/ids|not both",
            "rows: {offset: -1}|/rows/offset|from 0",
            "rows: {limit: 0}|/rows/limit|from 1",
            "retry: {maxAttempts: 0}|/retry/maxAttempts|from 1",
            "timeout: 5h|/timeout|from 100ms to 3600s",
            "onError: halt|/onError|nothing that",
            "startAt: tomorrow|/startAt|like 2026-12-01T02:00:00Z",
            "pace: {}|/pace/requestsPerMinute|A pace says",
            "budget: {maxCost: 0}|/budget/maxCost|a number above 0",
            "budget: {maxCost: 1.0e+400}|/budget/maxCost|a number above 0",
            "budget: {maxCost: '1'}|/budget/maxCost|a number above 0",
            "budget: {alertAt: 0.5}|/budget/maxCost|a number above 0",
            "budget: {maxCost: 1, alertAt: 2}|/budget/alertAt|a number from",
            "template: [x]|/template|is a text",
            "stream: maybe|/stream|true or false"})
    void aBadJobIsRefusedAtItsPlace(String yaml, String pointer, String sentence) {
        assertRefused(COLUMN + yaml, pointer, sentence);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(problems("columns: [{nam: a}, {name: b, x: 1}]\nconcurrency: 0\nfoo: 1"))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/columns/0/name", "/columns/0/nam", "/columns/1/x", "/concurrency", "/foo");
    }

    @Test
    void moreColumnsThanFitAMaskAreRefused() {
        String columns = "{name: c%d}, ".repeat(64).formatted(
                IntStream.range(0, 64).boxed().toArray());

        assertRefused("columns: [" + columns + "]", "/columns", "at most 63");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"columns\": [", "", "[]", "7", "null", "{\"a\": 1, \"a\": 2}", "{} {}",
            "{\"name\": \"\\u0000\"}",
            "{\"name\": \"\\ud800\"}", "{\"\\u0000\": 1}", "{'a': 1}"})
    void whatIsNoJsonJobIsMalformed(String json) {
        assertThat(refused(json.getBytes(StandardCharsets.UTF_8), JobFormat.JSON)).singleElement()
                .returns(ProblemType.JOB_MALFORMED, Problem::type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"columns: [", "", "- a", "a: 1\na: 2", "a: 1\n---\nb: 2", "a: &x [1]\nb: *x", "a: \"\\0\"",
            "\tx: 1",
            "a: b: c"})
    void whatIsNoYamlJobIsMalformed(String yaml) {
        assertThat(problems(yaml)).singleElement().returns(ProblemType.JOB_MALFORMED, Problem::type);
    }

    @ParameterizedTest
    @EnumSource
    void aHundredThousandLevelsAreRefusedWithoutHarm(JobFormat format) {
        byte[] deep = ("{\"columns\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(refused(deep, format)).singleElement().extracting(Problem::detail).asString()
                .contains("deeper than 100 levels");
    }

    @Test
    void anAliasBombIsRefused() {
        assertThat(problems("a: &a [x,x,x]\nb: &b [*a,*a,*a]\ncolumns: [*b,*b,*b]")).singleElement()
                .extracting(Problem::detail).asString().contains("aliases");
    }

    @Test
    void aDocumentOverTheBoundIsRefused() {
        assertThat(refused(new byte[JobSpecReader.MAX_BYTES + 1], JobFormat.JSON)).singleElement()
                .returns(ProblemType.BODY_TOO_LARGE, Problem::type);
    }

    @Test
    void anotherEncodingThanUtf8IsRefusedWithItsPlace() {
        assertThat(refused("name: Zürich".getBytes(StandardCharsets.ISO_8859_1), JobFormat.YAML)).singleElement()
                .extracting(Problem::detail).asString().contains("byte 7");
    }

    @Test
    void theLineOfASyntaxErrorIsTold() {
        assertThat(refused("{\n\"name\": \"x\",\n}".getBytes(StandardCharsets.UTF_8), JobFormat.JSON)).singleElement()
                .extracting(Problem::line).isEqualTo(3L);
        assertThat(problems("name: x\ncolumns: [")).singleElement().extracting(Problem::line).isNotNull();
    }

    private static void assertRefused(String yaml, String pointer, String sentence) {
        assertThat(problems(yaml)).anySatisfy(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.detail()).contains(sentence);
        }).allSatisfy(problem -> assertThat(problem.type()).isEqualTo(ProblemType.JOB_INVALID));
    }

    private static List<Problem> problems(String yaml) {
        return refused(yaml.getBytes(StandardCharsets.UTF_8), JobFormat.YAML);
    }

    private static List<Problem> refused(byte[] document, JobFormat format) {
        JobReading reading = JobSpecReader.read(document, format);
        assertThat(reading).isInstanceOf(JobReading.Refused.class);
        return ((JobReading.Refused) reading).problems();
    }

    private static JobSpec read(String yaml) {
        JobReading reading = JobSpecReader.read(yaml.getBytes(StandardCharsets.UTF_8), JobFormat.YAML);
        assertThat(reading).isInstanceOf(JobReading.Read.class);
        return ((JobReading.Read) reading).spec();
    }
}
