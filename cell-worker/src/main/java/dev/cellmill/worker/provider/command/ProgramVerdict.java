package dev.cellmill.worker.provider.command;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.Confidence;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.Quota;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import dev.cellmill.worker.provider.transport.Outcomes;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What a program's run amounts to. One that says by its exit code that another attempt may succeed has done nothing and
 * costs nothing; any other failure may have cost what a call costs.
 *
 * @param cost of a call, in nano-dollars
 */
record ProgramVerdict(CommandSettings settings, long cost) {
    private static final int SIGNAL = 128;

    ProviderOutcome on(Programs.Result result, Duration timeout, Outcomes outcomes) {
        String received = result.answer().beginning();
        return switch (result.end().cause()) {
            case INTERRUPTED -> late("the attempt was ended", received, outcomes);
            case OUT_OF_TIME -> late("the program did not end within %d ms%s; raise the step's timeout or look at it"
                    .formatted(timeout.toMillis(), said(result)), received, outcomes);
            case TOO_MANY_PROCESSES -> failed(ErrorCode.PROVIDER_REJECTED,
                    "the program had more than %d processes; raise the provider's limits.processes or look at it"
                            .formatted(settings.processes()),
                    received, outcomes);
            case EXITED -> result.end().code() == 0
                    ? answer(result, received, outcomes)
                    : refusal(result, received, outcomes);
        };
    }

    private ProviderOutcome answer(Programs.Result result, String received, Outcomes outcomes) {
        if (result.brokenAt() >= 0) {
            return failed(ErrorCode.OUTPUT_INVALID,
                    "the program's output is no UTF-8 at byte %d; have it write UTF-8".formatted(result.brokenAt()),
                    received, outcomes);
        }
        if (settings.isJson()) {
            return json(result.answer(), received, outcomes);
        }
        StringNode text = StringNode.valueOf(received);
        return result.answer().isWhole()
                ? outcomes.success(text, null, 0, 0, cost, received)
                : outcomes.written(text, cost, received);
    }

    private ProviderOutcome json(AnswerText text, String received, Outcomes outcomes) {
        if (!text.isWhole()) {
            return failed(ErrorCode.OUTPUT_TOO_LARGE,
                    "the program wrote more JSON than %s; have it write less, or take its output as text"
                            .formatted(ByteCount.shown(AnswerText.MOST_HELD)),
                    received, outcomes);
        }
        try {
            JsonNode answer = Json.MAPPER.readTree(received);
            return answer.isMissingNode()
                    ? invalidJson("it wrote nothing", received, outcomes)
                    : outcomes.success(answer, Confidence.of(answer.get("confidence")), 0, 0, cost, received);
        } catch (JacksonException e) {
            return invalidJson(JsonMistake.placed(e), received, outcomes);
        }
    }

    private static ProviderOutcome invalidJson(String why, String received, Outcomes outcomes) {
        return failed(ErrorCode.OUTPUT_INVALID, ("the program's output is no JSON: %s; have it write JSON to stdout and"
                + " all else to stderr, or take its output as text").formatted(why), received, outcomes);
    }

    private ProviderOutcome refusal(Programs.Result result, String received, Outcomes outcomes) {
        int code = result.end().code();
        String sentence = "the program ended with exit code %d%s%s".formatted(code,
                code > SIGNAL ? " (signal " + (code - SIGNAL) + ")" : "", said(result));
        return settings.transientCodes().contains(code)
                ? outcomes.failure(new Failed(ErrorCode.PROVIDER_UNAVAILABLE, sentence, true, null, false, received,
                        Quota.UNKNOWN))
                : failed(ErrorCode.PROVIDER_REJECTED, sentence, received, outcomes);
    }

    private static String said(Programs.Result result) {
        String lines = result.log().lastLines();
        return lines.isEmpty() ? " and said nothing on stderr" : ": " + lines;
    }

    private static ProviderOutcome late(String sentence, String received, Outcomes outcomes) {
        return outcomes.failure(new Failed(ErrorCode.PROVIDER_TIMEOUT, sentence, true, null, true, received,
                Quota.UNKNOWN));
    }

    private static ProviderOutcome failed(ErrorCode code, String sentence, String received, Outcomes outcomes) {
        return outcomes.failure(new Failed(code, sentence, false, null, true, received, Quota.UNKNOWN));
    }
}
