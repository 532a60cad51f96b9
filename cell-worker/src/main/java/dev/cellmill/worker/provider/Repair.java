package dev.cellmill.worker.provider;

import dev.cellmill.common.json.EscapedText;
import dev.cellmill.common.plan.WorstCase;

/**
 * What a model is shown when it is asked once more: the beginning of its answer, and why that was of no use. Both are
 * cut, so that what a provider adds to the first request stays within {@link WorstCase#REPAIR}.
 */
public record Repair(String answer, String why) {
    /** In bytes of the request; a quarter of the bound is left to what stands around both. */
    private static final int MOST_ANSWER = WorstCase.REPAIR / 2;
    private static final int MOST_WHY = WorstCase.REPAIR / 4;
    private static final String EMPTY = "(nothing)";

    public Repair {
        answer = answer.isBlank() ? EMPTY : EscapedText.head(answer, MOST_ANSWER);
        why = EscapedText.head(why, MOST_WHY);
    }

    /** What follows the answer. */
    public String demand() {
        return "This answer could not be used: %s. Answer again, with nothing but what was asked for.".formatted(why);
    }
}
