package dev.cellmill.jobapi.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.cellmill.common.plan.PlannedStep;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts the tokens of a prompt: exact for models whose encoding is known, near for others. Thread-safe. */
@Component
class TokenCount {
    /** What a chat completion adds: three for each message and three for the answer's start. */
    private static final int PER_MESSAGE = 3;

    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    private final Cache<CountedExamples, Long> ofExamples = Caffeine.newBuilder().maximumSize(100).build();

    private record CountedExamples(@Nullable String model, List<PlannedStep.Example> examples) {}

    /**
     * Of a request of the step, its examples included.
     *
     * @param system rendered, null for none
     * @param prompt rendered, null for none
     */
    long of(PlannedStep step, @Nullable String system, @Nullable String prompt) {
        if (prompt == null) {
            return 0;
        }
        Encoding encoding = encoding(step.model());
        long tokens = encoding.countTokensOrdinary(prompt) + 2L * PER_MESSAGE;
        if (!step.examples().isEmpty()) {
            tokens += ofExamples.get(new CountedExamples(step.model(), step.examples()), counted -> counted.examples()
                    .stream().mapToLong(example -> of(encoding, example)).sum());
        }
        return system == null ? tokens : tokens + encoding.countTokensOrdinary(system) + PER_MESSAGE;
    }

    private static long of(Encoding encoding, PlannedStep.Example example) {
        return encoding.countTokensOrdinary(example.prompt()) + encoding.countTokensOrdinary(example.answer())
                + 2L * PER_MESSAGE;
    }

    private Encoding encoding(@Nullable String model) {
        return (model == null ? Optional.<Encoding>empty() : encodings.getEncodingForModel(model))
                .orElseGet(() -> encodings.getEncoding(EncodingType.O200K_BASE));
    }
}
