package dev.cellmill.jobapi.job;

import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.template.RenderedTooLarge;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The mean number of tokens of a step's prompt over some of the job's rows. */
@Component
class PromptTokens {
    static final int ROWS = 200;

    /** Characters counted per step at most; beyond, fewer rows tell enough. */
    private static final long CHARACTERS = 1_000_000;

    /** No divisor in common with the number of rows, so that whatever part of them is read is spread over all. */
    private static final int STRIDE = 73;

    private final TokenCount tokens;

    PromptTokens(TokenCount tokens) {
        this.tokens = tokens;
    }

    /** Null if the step has no prompt, or there is no row that it could be asked for. */
    @Nullable
    Double mean(SharedStep shared, JobPlan plan, JobSheet sheet, List<JobSheets.Row> rows) {
        if (shared.prompt() == null) {
            return null;
        }
        long sum = 0;
        long characters = 0;
        int counted = 0;
        for (int place = 0; place < rows.size() && characters < CHARACTERS; place++) {
            int spread = rows.size() == ROWS ? place * STRIDE % ROWS : place;
            Map<String, String> names = PreviewJob.names(plan, sheet, rows.get(spread));
            try {
                String prompt = shared.prompt().render(names);
                String system = shared.system() == null ? null : shared.system().render(names);
                sum += tokens.of(shared.step(), system, prompt);
                characters += prompt.length() + (system == null ? 0 : system.length());
                counted++;
            } catch (RenderedTooLarge _) {
                // Its cell will fail without a call, so it has no part in the mean.
                characters += CHARACTERS / ROWS;
            }
        }
        return counted == 0 ? null : sum / (double) counted;
    }

    /** Of the templates as they stand, tags included. */
    double ofTemplate(SharedStep shared) {
        return tokens.of(shared.step(), shared.step().system(), shared.step().prompt());
    }
}
