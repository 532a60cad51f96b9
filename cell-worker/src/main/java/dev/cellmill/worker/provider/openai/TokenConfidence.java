package dev.cellmill.worker.provider.openai;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The confidence that a model's own probabilities speak of: their geometric mean over the answer's tokens,
 * {@code exp(mean(logprob))}, which is the inverse of perplexity and does not fall with an answer's length. Of a wrapped
 * value only its own tokens count, since those of the wrapping are certain and would hide a doubtful one. Pure.
 */
final class TokenConfidence {
    /** Up to the value, and from its end; quotes belong to the wrapping. */
    private static final Pattern BEFORE = Pattern.compile("\\s*\\{\\s*\"value\"\\s*:\\s*\"?");
    private static final Pattern AFTER = Pattern.compile("\"?\\s*}\\s*");
    /** A wrapped value is no longer; where one is, all tokens count. */
    private static final int LONGEST = 4_096;

    private TokenConfidence() {}

    /** Of an answer as the protocol has it, {@code choices[0].logprobs.content[].logprob}; null if it holds none. */
    static @Nullable Double of(JsonNode answer, boolean isWrapped) {
        JsonNode tokens = answer.path("choices").path(0).path("logprobs").path("content");
        var text = new StringBuilder();
        tokens.forEach(token -> text.append(token.path("token").asString("")));
        int begin = 0;
        int end = text.length();
        if (isWrapped && end <= LONGEST) {
            Matcher before = BEFORE.matcher(text);
            if (before.lookingAt()) {
                begin = before.end();
                end = endOfValue(text, begin);
            }
        }
        return mean(tokens, begin, end);
    }

    private static int endOfValue(CharSequence text, int begin) {
        Matcher after = AFTER.matcher(text);
        for (int at = begin; at < text.length(); at++) {
            if (after.region(at, text.length()).matches()) {
                return at;
            }
        }
        return text.length();
    }

    /** Over the tokens that have a part of the text between; all of them where none has. */
    private static @Nullable Double mean(JsonNode tokens, int begin, int end) {
        double sum = 0;
        int count = 0;
        int at = 0;
        for (JsonNode token : tokens) {
            int next = at + token.path("token").asString("").length();
            JsonNode logprob = token.path("logprob");
            if (!logprob.isNumber()) {
                return null;
            }
            if (at < end && next > begin || begin >= end) {
                sum += logprob.doubleValue();
                count++;
            }
            at = next;
        }
        double mean = Math.exp(sum / count);
        return count == 0 || Double.isNaN(mean) ? null : Math.min(1, mean);
    }
}
