package dev.cellmill.worker.cache;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.JobFormat;
import dev.cellmill.common.job.JobReading;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.plan.StepFingerprint;
import dev.cellmill.common.planning.PlanJob;
import dev.cellmill.common.planning.Planning;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads answers that are known from elsewhere: lines of
 * {@code {"request": {"column": {…}, "row": {…}, "parameters": {…}}, "response": …}}, the column as a job has it, of one step,
 * the row by the columns that it refers to, the response whole, as the provider would give it: a text of a language model.
 * Such a request of a job of this tenant then needs no call. Used for one body.
 */
final class WarmUp {
    private static final int MOST_KNOWN = 100;
    private static final String NO_SHEET = "00000000-0000-7000-8000-000000000000";

    private final TenantId tenant;
    private final Map<String, ProviderProfile> providers;
    /** Lines mostly differ in their rows alone; of other requests the latest are remembered. */
    private final Map<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    WarmUp(TenantId tenant, Map<String, ProviderProfile> providers) {
        this.tenant = tenant;
        this.providers = providers;
    }

    private record Known(StepFingerprint fingerprint, ProviderProfile provider) {}

    /** @param line from 1 @throws ProblemException if it cannot be read, naming the line */
    StoredAnswers.Answer read(String text, long line) {
        try {
            JsonNode node = Json.OUTSIDE.readTree(text);
            JsonNode request = node.path("request");
            JsonNode response = node.path("response");
            if (!request.path("column").isObject() || response.isMissingNode() || response.isNull()) {
                throw refused(line, "A line is {\"request\": {\"column\": {…}, \"row\": {…}}, \"response\": …}.");
            }
            if (response.toString().contains("\\u0000")) {
                throw refused(line, "The response holds a NUL, which the database cannot; take it out.");
            }
            var row = new TreeMap<String, String>();
            request.path("row").properties().forEach(value -> row.put(value.getKey(), text(value.getValue())));
            var parts = Json.MAPPER.createArrayNode().add(request.path("column")).add(request.path("parameters"))
                    .add(String.join("\n", row.keySet()));
            String asked = parts.toString();
            Known step = known.get(asked);
            if (step == null) {
                step = plan(request, row, line);
                known.put(asked, step);
            }
            Fingerprint fingerprint = step.fingerprint().of(row);
            var answer = new ProviderOutcome.Success(response, null, 0, 0, 0, null, null);
            return new StoredAnswers.Answer(fingerprint, step.provider().name(), answer, step.provider().cache().ttl());
        } catch (JacksonException e) {
            throw refused(line, "The line is not read as JSON: " + JsonMistake.of(e) + ".");
        }
    }

    private Known plan(JsonNode request, Map<String, String> row, long line) {
        ObjectNode job = Json.MAPPER.createObjectNode().put("sheet", NO_SHEET);
        job.putArray("columns").add(request.path("column"));
        if (request.path("parameters").isObject()) {
            job.set("parameters", request.path("parameters"));
        }
        JobPlan plan = switch (JobSpecReader.read(job.toString().getBytes(StandardCharsets.UTF_8), JobFormat.JSON)) {
            case JobReading.Refused(List<Problem> problems) -> throw refused(line, problems.getFirst().detail());
            case JobReading.Read read -> switch (PlanJob.plan(read.spec(), new ArrayList<>(row.keySet()), providers)) {
                case Planning.Refused(List<Problem> problems) -> throw refused(line, problems.getFirst().detail());
                case Planning.Planned(JobPlan planned) -> planned;
            };
        };
        var column = plan.columns().getFirst();
        if (column.steps().size() > 1) {
            throw refused(line, "The column has several steps; name the one that gives the response.");
        }
        var step = column.steps().getFirst();
        ProviderProfile provider = providers.get(step.provider());
        if (provider.cache().mode() == ProviderProfile.Cache.Mode.NONE) {
            throw refused(line, "The provider %s keeps no answers; give it a cache first.".formatted(step.provider()));
        }
        return new Known(new StepFingerprint(tenant, step, column.output(), plan.parameters()), provider);
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.isNull() ? "" : value.toString();
    }

    private static ProblemException refused(long line, @Nullable String why) {
        return new ProblemException(Problem.atLine(ProblemType.REQUEST_INVALID, line,
                why + " Nothing of what was sent is kept."));
    }
}
