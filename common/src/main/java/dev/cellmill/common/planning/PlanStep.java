package dev.cellmill.common.planning;

import dev.cellmill.common.job.ColumnSpec;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.job.StepSpec;
import dev.cellmill.common.plan.BoundedRequest;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.plan.LabelOptions;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.Price;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.problem.DidYouMean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Resolves one step of a column: provider, templates, bounds, and the columns that decide its request. */
final class PlanStep {
    private static final int DEFAULT_ATTEMPTS = 3;
    private static final Duration DEFAULT_BASE_DELAY = Duration.ofSeconds(1);

    private final JobSpec job;
    private final Names names;
    private final ChooseProvider choose;
    private final Findings findings;

    PlanStep(JobSpec job, Names names, ChooseProvider choose, Findings findings) {
        this.job = job;
        this.names = names;
        this.choose = choose;
        this.findings = findings;
    }

    /** Empty if there is no such provider. What is wrong is noted. */
    Optional<PlannedStep> plan(ColumnSpec column, ColumnSpec.Target target, StepSpec step) {
        return choose.provider(step).map(profile -> {
            String field = field(column, target, step, profile);
            return switch (profile.family()) {
                case LLM -> prompted(column, step, profile, field);
                case HTTP, COMMAND, LOCAL -> {
                    refuse(!step.options().isEmpty(), step, profile, "options");
                    yield withInputs(column, step, profile, field);
                }
                case CLASSIFIER -> {
                    checkLabels(column, target, step, profile, field);
                    yield withInputs(column, step, profile, "label");
                }
            };
        });
    }

    /** The step's own, else the target's. */
    private @Nullable String field(ColumnSpec column, ColumnSpec.Target target, StepSpec step,
            ProviderProfile profile) {
        boolean own = step.field() != null;
        String field = own ? step.field() : target.field();
        if (field != null && !profile.answerFields().isEmpty()) {
            String member = field.startsWith("/") ? field.substring(1).split("/", 2)[0] : field;
            if (!profile.answerFields().contains(member)) {
                String pointer = target.grouped() ? target.pointer() : place(own, step, column) + "/field";
                findings.add(pointer, "The provider \"%s\" answers no \"%s\".%s".formatted(profile.name(), member,
                        DidYouMean.among(profile.answerFields(), member)));
            }
        }
        return field;
    }

    private PlannedStep prompted(ColumnSpec column, StepSpec step, ProviderProfile profile,
            @Nullable String field) {
        if (step.inputs() != null) {
            findings.add(step.pointer() + "/inputs",
                    "The provider \"%s\" takes a prompt, not inputs; leave them out.".formatted(profile.name()));
        }
        String prompt = step.prompt() != null ? step.prompt() : column.prompt();
        String system = step.system() != null ? step.system() : column.system();
        var references = new TreeSet<String>();
        if (prompt == null) {
            findings.add(column.pointer() + "/prompt",
                    "The provider \"%s\" needs a prompt; write one under \"prompt\".".formatted(profile.name()));
        } else {
            references.addAll(names.columnsIn(prompt, place(step.prompt() != null, step, column) + "/prompt"));
        }
        if (system != null) {
            references.addAll(names.columnsIn(system, place(step.system() != null, step, column) + "/system"));
        }
        if (step.endpoint() != null) {
            checkEndpoint(step.endpoint(), column, step, profile);
        }
        String model = choose.model(step, profile);
        var request = new Request(model, prompt, system, Map.of(), maxTokens(step, profile, model));
        return resolved(step, profile, request, field, references);
    }

    /** All that a request says stands in its body. */
    private void checkEndpoint(Endpoint endpoint, ColumnSpec column, StepSpec step, ProviderProfile profile) {
        if (!endpoint.isTakenBy(profile.kind())) {
            findings.add(step.pointer() + "/endpoint", "The provider \"%s\", of the kind %s, cannot be asked %s."
                    .formatted(profile.name(), profile.kind(), endpoint.path()));
        }
        if (step.system() != null || column.system() != null || !step.options().isEmpty() || step.maxTokens() != null
                || step.minConfidence() != null || column.examples() > 0) {
            findings.add(step.pointer() + "/endpoint", "The prompt is the whole request to %s; say there what system,"
                    + " options and maxTokens would, and leave out minConfidence and examples.".formatted(
                            endpoint.path()));
        }
    }

    private void checkLabels(ColumnSpec column, ColumnSpec.Target target, StepSpec step, ProviderProfile profile,
            @Nullable String field) {
        OutputType output = column.output();
        if (output == null || output.kind() != OutputType.Kind.ENUM) {
            findings.add(column.pointer() + "/output", ("The provider \"%s\" chooses one of the values of an enum; list"
                    + " them, like {type: enum, values: [software, retail, other]}.").formatted(profile.name()));
            return;
        }
        if (field != null && !field.equals("label") && !field.equals("/label")) {
            findings.add(target.grouped() ? target.pointer() : place(step.field() != null, step, column) + "/field",
                    "Of the provider \"%s\" a column takes the \"label\"; its confidence is the cell's."
                            .formatted(profile.name()));
        }
        if (LabelOptions.read(step.options(),
                output.values()) instanceof LabelOptions.Reading.Refused(String at, String why)) {
            findings.add(step.pointer() + "/options" + at, why);
        }
    }

    private PlannedStep withInputs(ColumnSpec column, StepSpec step, ProviderProfile profile,
            @Nullable String field) {
        refuse(step.prompt() != null, step, profile, "prompt");
        refuse(step.system() != null, step, profile, "system");
        refuse(step.model() != null, step, profile, "model");
        refuse(step.maxTokens() != null, step, profile, "maxTokens");

        boolean own = step.inputs() != null;
        Map<String, String> inputs = own ? step.inputs() : column.inputs() == null ? Map.of() : column.inputs();
        String place = place(own, step, column) + "/inputs";
        var references = new TreeSet<String>();
        inputs.forEach((input, template) -> {
            String pointer = place + "/" + Pointers.escape(input);
            if (!profile.inputNames().isEmpty() && !profile.inputNames().contains(input)) {
                findings.add(pointer, "The provider \"%s\" knows no input \"%s\".%s".formatted(profile.name(), input,
                        DidYouMean.among(profile.inputNames(), input)));
            }
            references.addAll(names.columnsIn(template, pointer));
        });
        for (String required : profile.requiredInputs()) {
            if (!inputs.containsKey(required) && !profile.references().contains(required)) {
                missing(place, profile, required);
            }
        }
        for (String name : profile.references()) {
            if (inputs.containsKey(name) || names.isParameter(name)) {
                continue;
            }
            if (names.isColumn(name)) {
                references.add(name);
            } else {
                missing(place, profile, name);
            }
        }
        return resolved(step, profile, new Request(null, null, null, inputs, null), field, references);
    }

    private void missing(String place, ProviderProfile profile, String input) {
        findings.add(place, "The provider \"%s\" needs the input \"%s\"; give it, like {%s: \"{{column}}\"}."
                .formatted(profile.name(), input, input));
    }

    private void refuse(boolean given, StepSpec step, ProviderProfile profile, String key) {
        if (given) {
            findings.add(step.pointer() + "/" + key, "The provider \"%s\" takes inputs and no \"%s\"; leave it out."
                    .formatted(profile.name(), key));
        }
    }

    private static String place(boolean own, StepSpec step, ColumnSpec column) {
        return own ? step.pointer() : column.pointer();
    }

    private static @Nullable Integer maxTokens(StepSpec step, ProviderProfile profile, @Nullable String model) {
        if (step.maxTokens() != null) {
            return step.maxTokens();
        }
        if (step.endpoint() != null && !step.endpoint().writes()) {
            return 0;
        }
        ProviderProfile.Model listed = model == null ? null : profile.models().get(model);
        return listed == null ? null : listed.maxTokens();
    }

    /** What of a step depends on whether it is prompted or given inputs. */
    private record Request(
            @Nullable String model,
            @Nullable String prompt,
            @Nullable String system,
            Map<String, String> inputs,
            @Nullable Integer maxTokens) {}

    private void refuseUnbounded(StepSpec step) {
        BoundedRequest.Unbounded unbounded = BoundedRequest.in(
                JsonNodeFactory.instance.objectNode().setAll(step.options()), Endpoint.CHAT_COMPLETIONS);
        if (unbounded != null) {
            findings.add(step.pointer() + "/options", "In the options " + unbounded.sentence());
        }
    }

    private PlannedStep resolved(StepSpec step, ProviderProfile profile, Request request, @Nullable String field,
            SortedSet<String> references) {
        Duration timeout = step.timeout() != null
                ? step.timeout()
                : job.timeout() != null ? job.timeout() : profile.limits().timeout();
        Price price = PriceOf.step(profile, request.model(), request.maxTokens(), step.options()).orElse(null);
        if (price == null && job.run().budget() != null) {
            findings.add(step.pointer(),
                    ("A job with a budget needs the price and the longest answer of every step, and"
                            + " \"%s\" has none for %s; name a model that it lists with its prices, and say maxTokens.")
                            .formatted(profile.name(), request.model() == null ? "this model" : request.model()));
        }
        if (job.run().budget() != null) {
            refuseUnbounded(step);
        }
        return new PlannedStep(
                profile.name(),
                profile.lane(),
                profile.family(),
                profile.configHash(),
                request.model(),
                request.prompt(),
                request.system(),
                request.inputs(),
                step.options(),
                request.maxTokens(),
                field,
                step.minConfidence(),
                timeout,
                job.retry().maxAttempts() == null ? DEFAULT_ATTEMPTS : job.retry().maxAttempts(),
                job.retry().baseDelay() == null ? DEFAULT_BASE_DELAY : job.retry().baseDelay(),
                List.copyOf(references),
                price,
                List.of(),
                step.endpoint());
    }
}
