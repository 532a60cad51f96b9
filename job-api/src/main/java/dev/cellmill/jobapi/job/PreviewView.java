package dev.cellmill.jobapi.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.plan.PlannedStep;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a job's first rows as they would be sent.
 *
 * @param inputTokens of the first step of every column, over the rows shown
 * @param cost of the same, in USD; null if one of them has no price
 */
record PreviewView(List<Request> requests, int rows, long inputTokens, @Nullable BigDecimal cost) {

    PreviewView {
        requests = List.copyOf(requests);
    }

    /**
     * One request. A generated column that does not exist yet stands in it as its tag.
     *
     * @param columns that take their value from its answer
     * @param step from 0; later ones are asked only if those before them do not suffice
     * @param examples that are shown before the prompt
     * @param outputTokens that the cost supposes
     */
    record Request(
            int row,
            List<String> columns,
            int step,
            String provider,
            @Nullable String model,
            @Nullable String system,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PlannedStep.Example> examples,
            @Nullable String prompt,
            Map<String, String> inputs,
            long inputTokens,
            long outputTokens,
            @Nullable BigDecimal cost) {}
}
