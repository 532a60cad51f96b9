package dev.cellmill.jobapi.job;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts the tokens of a prompt: exact for models whose encoding is known, near for others. Thread-safe. */
@Component
class TokenCount {
    /** What a chat completion adds: three for each message and three for the answer's start. */
    private static final int PER_MESSAGE = 3;

    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    long of(@Nullable String model, @Nullable String system, @Nullable String prompt) {
        if (prompt == null) {
            return 0;
        }
        Encoding encoding = encoding(model);
        long tokens = encoding.countTokensOrdinary(prompt) + 2L * PER_MESSAGE;
        return system == null ? tokens : tokens + encoding.countTokensOrdinary(system) + PER_MESSAGE;
    }

    private Encoding encoding(@Nullable String model) {
        return (model == null ? Optional.<Encoding>empty() : encodings.getEncodingForModel(model))
                .orElseGet(() -> encodings.getEncoding(EncodingType.O200K_BASE));
    }
}
