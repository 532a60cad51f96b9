package dev.cellmill.common.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.JobFormat;
import dev.cellmill.common.job.JobReading;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.plan.StepFingerprint;
import dev.cellmill.common.problem.Problem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanJobTest {
    private static final List<String> SHEET = List.of("company", "website", "phone", "e.mail");
    private static final Map<String, ProviderProfile> PROVIDERS = Stream.of(
            llm("gpt", true, "mini", "mini", "big"),
            llm("two", false, null, "a", "b"),
            llm("one", false, null, "only"),
            local("phone", List.of("phone", "region"), List.of("phone"), List.of("country", "type")),
            classifier("classify", null),
            classifier("elsewhere", "its model has no native library for linux-riscv64"),
            http("crm", null, "domain", "company"),
            http("broken", "CRM_KEY"))
            .collect(Collectors.toMap(ProviderProfile::name, Function.identity()));

    @Test
    void aPromptGoesToTheDefaultProviderWithItsModelAndBounds() {
        PlannedStep step = column("{name: a, prompt: 'Who is {{company}} ({{e.mail}})?', system: '{{tone}}'}").steps()
                .getFirst();

        assertThat(step.provider()).isEqualTo("gpt");
        assertThat(step.model()).isEqualTo("mini");
        assertThat(step.maxTokens()).isEqualTo(1000);
        assertThat(step.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(step.maxAttempts()).isEqualTo(3);
        assertThat(step.baseDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(step.references()).containsExactly("company", "e.mail");
    }

    @Test
    void theOnlyModelNeedsNoName() {
        assertThat(column("{name: a, prompt: x, provider: one}").steps().getFirst().model()).isEqualTo("only");
    }

    @Test
    void theStepsTimeoutGoesBeforeTheJobs() {
        JobPlan plan = plan("timeout: 5s\nretry: {maxAttempts: 1, baseDelay: 2s}\ncolumns: [{name: a, prompt: x},"
                + " {name: b, prompt: x, timeout: 3s}]");

        assertThat(plan.columns()).extracting(column -> column.steps().getFirst().timeout())
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(3));
        assertThat(plan.columns().getFirst().steps().getFirst().maxAttempts()).isEqualTo(1);
    }

    @Test
    void anOperatorsTemplateSeesInputsFirstThenTheRow() {
        PlannedStep step = column("{name: a, provider: crm, inputs: {domain: '{{website}}'}}").steps().getFirst();

        assertThat(step.references()).containsExactly("company", "website");
    }

    @Test
    void stepsInputsReplaceTheColumns() {
        List<PlannedStep> steps = column("{name: a, inputs: {phone: '{{phone}}'}, field: country, steps:"
                + " [{provider: phone}, {provider: phone, inputs: {phone: '{{company}}'}, field: type}]}").steps();

        assertThat(steps).extracting(step -> step.inputs().get("phone")).containsExactly("{{phone}}", "{{company}}");
        assertThat(steps).extracting(PlannedStep::field).containsExactly("country", "type");
    }

    @Test
    void columnsOfOneAnswerShareOneRequest() {
        JobPlan plan = plan("columns: [{outputs: {size: /employees, city: /address/city}, prompt: 'Of {{company}}'}]");

        assertThat(plan.columns()).extracting(PlannedColumn::name).containsExactly("size", "city");
        assertThat(plan.columns()).extracting(PlannedColumn::output).containsOnly(OutputType.of(OutputType.Kind.JSON));
        assertThat(plan.columns().stream().map(column -> new StepFingerprint(TenantId.DEFAULT,
                column.steps().getFirst(), column.output(), Map.of()).of(Map.of("company", "Acme"))).distinct())
                .hasSize(1);
        assertThat(plan.columns()).extracting(column -> column.steps().getFirst().field())
                .containsExactly("/employees", "/address/city");
    }

    @Test
    void columnsMayBuildOnEachOther() {
        JobPlan plan = plan("columns: [{name: c, prompt: '{{b}}{{a}}'}, {name: b, prompt: '{{a}}'},"
                + " {name: a, prompt: '{{company}}'}]");

        assertThat(plan.columns()).extracting(PlannedColumn::stage).containsExactly(2, 1, 0);
        assertThat(plan.columns()).extracting(PlannedColumn::dependsOn).containsExactly(List.of(1, 2), List.of(2),
                List.of());
    }

    @Test
    void aPlanSurvivesItsJson() {
        JobPlan plan = plan("timeout: 1500ms\nparameters: {tone: x}\ncolumns: [{name: a, prompt: '{{tone}}',"
                + " maxTokens: 5, options: {top_p: 0.5}, output: {type: json, schema: {type: object}}},"
                + " {name: b, provider: phone, inputs: {phone: '{{a}}'}, field: country, minConfidence: 0.7}]");

        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(plan), JobPlan.class)).isEqualTo(plan);
    }

    @Test
    void aClassifierTakesItsLabelsFromTheOutputAndTheColumnTheLabel() {
        PlannedColumn column = column("{name: a, provider: classify, inputs: {text: '{{company}}'}, examples: 9,"
                + " output: {type: enum, values: [spam, ham]}, options: {descriptions: {spam: 'unwanted mail'}}}");

        PlannedStep step = column.steps().getFirst();
        assertThat(column.output().values()).containsExactly("spam", "ham");
        assertThat(step.field()).isEqualTo("label");
        assertThat(step.question()).isEqualTo("{{company}}");
        assertThat(step.options()).containsOnlyKeys("descriptions");
    }

    @Test
    void theSameTextWithOtherLabelsIsAnotherRequest() {
        JobPlan plan = plan(
                "columns: [{name: a, provider: classify, inputs: {text: '{{company}}'}, output: {type: enum,"
                        + " values: [x, y]}}, {name: b, provider: classify, inputs: {text: '{{company}}'}, output: {type: enum,"
                        + " values: [x, z]}}]");

        assertThat(plan.columns().stream().map(column -> new StepFingerprint(TenantId.DEFAULT,
                column.steps().getFirst(), column.output(), Map.of()).of(Map.of("company", "Acme"))).distinct())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{name: a, prompt: '{{compny}}'}|/columns/0/prompt|Did you mean \"company\"?",
            "{name: a, prompt: '{{#x}'}|/columns/0/prompt|cannot be read",
            "{name: a, provider: phnoe, inputs: {}}|/columns/0/provider|Did you mean \"phone\"?",
            "{name: a, steps: [{provider: gpt, prompt: '{{nix}}'}]}|/columns/0/steps/0/prompt|neither a column",
            "{name: a, provider: broken}|/columns/0/provider|CRM_KEY",
            "{name: a}|/columns/0/prompt|needs a prompt",
            "{name: a, provider: two, prompt: x}|/columns/0/model|lists 2 models",
            "{name: a, provider: phone}|/columns/0/inputs|needs the input \"phone\"",
            "{name: a, provider: phone, inputs: {phone: x, rgion: y}}|/columns/0/inputs/rgion|Did you mean \"region\"?",
            "{name: a, provider: phone, inputs: {phone: '{{x}}'}}|/columns/0/inputs/phone|neither",
            "{name: a, provider: phone, inputs: {phone: x}, field: contry}|/columns/0/field|Did you mean \"country\"?",
            "{outputs: {a: nix}, provider: phone, inputs: {phone: x}}|/columns/0/outputs/a|answers no \"nix\"",
            "{name: a, provider: phone, inputs: {phone: x}, model: m}|/columns/0/model|leave it out",
            "{name: a, provider: phone, inputs: {phone: x}, prompt: y}|/columns/0/prompt|No step",
            "{name: a, provider: gpt, inputs: {phone: x}, prompt: y}|/columns/0/inputs|No step",
            "{name: a, provider: classify, inputs: {text: x}, field: label}|/columns/0/output|one of the values of an enum",
            "{name: a, provider: classify, inputs: {text: x}, output: number}|/columns/0/output|like {type: enum",
            "{name: a, provider: elsewhere, inputs: {text: x}, output: {type: enum, values: [a]}}|/columns/0/provider|cannot be called: its model has no native library",
            "{name: a, provider: classify, inputs: {text: x}, field: scores, output: {type: enum, values: [a]}}|/columns/0/field|takes the \"label\"",
            "{name: a, provider: classify, inputs: {text: x}, options: {templat: x}, output: {type: enum, values: [a]}}|/columns/0/options/templat|Did you mean \"template\"?",
            "{name: a, provider: classify, inputs: {text: x}, options: {template: x}, output: {type: enum, values: [a]}}|/columns/0/options/template|with {label} in it",
            "{name: a, provider: classify, inputs: {text: x}, options: {descriptions: {spm: y}}, output: {type: enum, values: [spam]}}|/columns/0/options/descriptions|Did you mean \"spam\"?",
            "{name: a, provider: classify, inputs: {text: x}, options: {descriptions: [y]}, output: {type: enum, values: [a]}}|/columns/0/options/descriptions|texts by label",
            "{name: a, provider: phone, inputs: {phone: x}, options: {a: 1}}|/columns/0/options|leave it out",
            "{name: a, provider: phone, inputs: {phone: x}, examples: 1}|/columns/0/examples|no step",
            "{name: a, provider: crm}|/columns/0/inputs|needs the input \"domain\"",
            "{name: company, prompt: x}|/columns/0/name|already has a column",
            "{name: tone, prompt: x}|/parameters/tone|another name",
            "{name: a, prompt: '{{a}}'}|/columns/0/name|a → a",
            "`{name: z, prompt: '{{a}}'}, {name: a, prompt: '{{b}}'}, {name: b, prompt: '{{a}}'}`|/columns/1/name|a → b → a"})
    void whatDoesNotFitIsRefusedAtItsPlace(String columns, String pointer, String sentence) {
        Planning planning = planning("parameters: {tone: expert}\ncolumns: [" + columns + "]");

        assertThat(planning).isInstanceOf(Planning.Refused.class);
        assertThat(((Planning.Refused) planning).problems()).singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains(sentence))
                .extracting(Problem::pointer).isEqualTo(pointer);
    }

    private static PlannedColumn column(String yaml) {
        return plan("parameters: {tone: expert}\ncolumns: [" + yaml + "]").columns().getFirst();
    }

    private static JobPlan plan(String yaml) {
        Planning planning = planning(yaml);
        assertThat(planning).isInstanceOf(Planning.Planned.class);
        return ((Planning.Planned) planning).plan();
    }

    private static Planning planning(String yaml) {
        JobReading reading = JobSpecReader.read(yaml.getBytes(StandardCharsets.UTF_8), JobFormat.YAML);
        assertThat(reading).isInstanceOf(JobReading.Read.class);
        return PlanJob.plan(((JobReading.Read) reading).spec(), SHEET, PROVIDERS);
    }

    private static ProviderProfile llm(String name, boolean isDefault, @Nullable String defaultModel,
            String... models) {
        var listed = Stream.of(models).collect(Collectors.toMap(Function.identity(),
                model -> new ProviderProfile.Model(BigDecimal.ONE, BigDecimal.TWO, 1000)));
        return profile(name, "openai", ProviderFamily.LLM, null, List.of(), List.of(), List.of(), List.of(), listed,
                defaultModel, isDefault);
    }

    private static ProviderProfile local(String name, List<String> inputs, List<String> required,
            List<String> answers) {
        return profile(name, name, ProviderFamily.LOCAL, null, inputs, required, List.of(), answers, Map.of(), null,
                false);
    }

    private static ProviderProfile classifier(String name, @Nullable String absence) {
        return new ProviderProfile(name, "classify", ProviderFamily.CLASSIFIER, name, "hash", null, List.of("text"),
                List.of("text"), List.of(), List.of("label", "confidence", "scores"), Map.of(), null, false,
                new ProviderProfile.Limits(null, null, 2, Duration.ofSeconds(90)), BigDecimal.ZERO,
                new ProviderProfile.Cache(ProviderProfile.Cache.Mode.NONE, Duration.ZERO), absence);
    }

    private static ProviderProfile http(String name, @Nullable String missingVariable, String... references) {
        return profile(name, "http", ProviderFamily.HTTP, missingVariable, List.of(), List.of(), List.of(references),
                List.of(), Map.of(), null, false);
    }

    private static ProviderProfile profile(String name, String kind, ProviderFamily family,
            @Nullable String missingVariable, List<String> inputs, List<String> required, List<String> references,
            List<String> answers, Map<String, ProviderProfile.Model> models, @Nullable String defaultModel,
            boolean isDefault) {
        return new ProviderProfile(name, kind, family, name, "hash", missingVariable, inputs, required, references,
                answers, models, defaultModel, isDefault,
                new ProviderProfile.Limits(null, null, 5, Duration.ofSeconds(90)), BigDecimal.ZERO,
                new ProviderProfile.Cache(ProviderProfile.Cache.Mode.NONE, Duration.ZERO));
    }
}
