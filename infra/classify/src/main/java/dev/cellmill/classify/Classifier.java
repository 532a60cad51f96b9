package dev.cellmill.classify;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.LabelOptions;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chooses among the values of the column's enum.
 *
 * @param threads platform threads: a text computes for milliseconds in native code, which on the caller's virtual thread
 *     would hold up every other cell of its carrier
 */
record Classifier(ProviderProfile profile, Judge judge, ExecutorService threads) implements Provider {

    @Override
    public ProviderOutcome call(ProviderRequest request) {
        if (request.output().kind() != OutputType.Kind.ENUM) {
            return failure(ErrorCode.PROVIDER_REJECTED,
                    "a classifier chooses one of the values of an enum; give the column an output of type enum", false);
        }
        return switch (LabelOptions.read(request.options(), request.output().values())) {
            case LabelOptions.Reading.Refused(String pointer, String why) -> failure(ErrorCode.PROVIDER_REJECTED,
                    "options" + pointer + ": " + why, false);
            case LabelOptions.Reading.Usable(LabelOptions options) -> judged(
                    request.inputs().getOrDefault("text", ""),
                    new Question(request.output().values(), options, request.examples()));
        };
    }

    private ProviderOutcome judged(String text, Question question) {
        Future<ObjectNode> answer = threads.submit(() -> judge.answer(text, question));
        try {
            ObjectNode judged = answer.get();
            return new ProviderOutcome.Success(judged, judged.get("confidence").doubleValue(), 0, 0, 0, null, null);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            return failure(ErrorCode.PROVIDER_TIMEOUT, "the attempt was ended", true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelAbsent absent) {
                return failure(ErrorCode.PROVIDER_UNAVAILABLE, absent.getMessage(), false);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static ProviderOutcome failure(ErrorCode code, String message, boolean isTransient) {
        return new ProviderOutcome.Failure(code, message, isTransient, null, null, null);
    }
}
