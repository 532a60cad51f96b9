package dev.cellmill.worker.provider.command;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.Quota;
import dev.cellmill.worker.provider.StreamingProvider;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import dev.cellmill.worker.provider.transport.Outcomes;
import dev.cellmill.worker.provider.transport.Secrets;
import java.io.IOException;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs the operator's program: the inputs on its stdin, its stdout the answer, its stderr the cell's log. */
final class CommandProvider implements StreamingProvider {
    private final ProviderProfile profile;
    private final CommandSettings settings;
    private final Secrets secrets;
    private final Programs programs;
    private final ProgramVerdict verdict;

    CommandProvider(ProviderProfile profile, CommandSettings settings, Secrets secrets, Programs programs) {
        this.profile = profile;
        this.settings = settings;
        this.secrets = secrets;
        this.programs = programs;
        this.verdict = new ProgramVerdict(settings, NanoDollars.ofDollars(settings.costPerCall()));
    }

    @Override
    public ProviderProfile profile() {
        return profile;
    }

    @Override
    public ProviderOutcome call(ProviderRequest request, AttemptOutput output) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(request.inputs()).forEach((name, value) -> {
            inputs.put(name, value);
            shown.put(name, secrets.redact(value));
        });
        var outcomes = new Outcomes(secrets, shown);
        try {
            var result = programs.run(settings, Json.MAPPER.writeValueAsBytes(inputs), request.timeout(), output,
                    secrets);
            return verdict.on(result, request.timeout(), outcomes);
        } catch (IOException e) {
            return outcomes.failure(new Failed(ErrorCode.PROVIDER_UNAVAILABLE,
                    "the program could not be started (%s); look at the worker's disk, memory and processes"
                            .formatted(e.getMessage()),
                    true, null, false, null, Quota.UNKNOWN));
        }
    }
}
