package dev.cellmill.worker.cache;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.db.RequestTenant;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /v1/cache}: what an operator sees of the response cache, with this worker's figures, clears and fills. The cache is
 * no tenant's: whose an answer is stands in its fingerprint alone.
 */
@RestController
@Tag(name = "Cache")
@RequestMapping("/v1/cache")
class CacheEndpoint {
    /** Of a body that warms the cache, in bytes. */
    private static final int MOST = 16 * 1024 * 1024;

    private static final Duration TURN_WITHIN = Duration.ofSeconds(10);

    private final AnswerCache cache;
    private final ProviderRegistry registry;
    /** One body at a time. */
    private final Semaphore warming = new Semaphore(1);

    CacheEndpoint(AnswerCache cache, ProviderRegistry registry) {
        this.cache = cache;
        this.registry = registry;
    }

    @Operation(summary = "What the response cache holds and served, on this worker and in the store")
    @Answers(refuses = ProblemType.FORBIDDEN)
    @GetMapping("/stats")
    Map<String, Object> stats(@RequestAttribute Caller caller) {
        if (!caller.operator()) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN,
                    "The figures tell what all tenants ask; use a key of the tenant default."));
        }
        return RequestTenant.asService(cache::figures);
    }

    /** Without a provider, all answers are forgotten. */
    @Operation(summary = "Forget answers, on every worker")
    @Answers(refuses = ProblemType.FORBIDDEN)
    @DeleteMapping
    Map<String, Integer> forget(@RequestAttribute Caller caller,
            @RequestParam(required = false) @Nullable String provider) {
        if (!caller.operator()) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN,
                    "The answers of all tenants would be forgotten; use a key of the tenant default."));
        }
        return Map.of("forgotten", RequestTenant.asService(() -> cache.forget(provider)));
    }

    /** Answers as JSONL, all or none. See {@link WarmUp}. */
    @Operation(summary = "Take in answers that are known", description = "A JSON object a line, each {request, response}; all or none, 16 MB at once.")
    @RequestBody(required = true, content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")))
    @Answers(refuses = ProblemType.BODY_TOO_LARGE)
    @PostMapping("/warm")
    Map<String, Integer> warm(@RequestAttribute Caller caller, InputStream body)
            throws IOException, InterruptedException {
        if (!warming.tryAcquire(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE,
                    "Other answers are being taken in; send these again in a moment."));
        }
        try {
            return keep(caller, body);
        } finally {
            warming.release();
        }
    }

    private static String text(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST + 1);
        if (bytes.length > MOST) {
            throw new ProblemException(Problem.of(ProblemType.BODY_TOO_LARGE,
                    "At most 16 MB at once; send them in parts. Nothing of what was sent is kept."));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Map<String, Integer> keep(Caller caller, InputStream body) throws IOException {
        Map<String, ProviderProfile> providers = new HashMap<>();
        for (Provider provider : registry.all()) {
            providers.put(provider.profile().name(), provider.profile());
        }
        var warmUp = new WarmUp(caller.tenant(), providers);
        List<StoredAnswers.Answer> answers = new ArrayList<>();
        long number = 0;
        for (String line : text(body).lines().toList()) {
            number++;
            if (!line.isBlank()) {
                answers.add(warmUp.read(line, number));
            }
        }
        return RequestTenant.asService(() -> {
            cache.warm(answers, providers);
            return Map.of("kept", answers.size());
        });
    }
}
