package dev.cellmill.worker.cache;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.access.TenantPlaces;
import dev.cellmill.common.db.RequestTenant;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.edge.PacedBody;
import dev.cellmill.common.edge.SpooledBody;
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

    private static final int LONGEST_LINE = 1024 * 1024;
    /** Answers that are kept at once, in characters of their lines. */
    private static final int TOGETHER = 256 * 1024;
    private static final int BODIES_AT_ONCE = 4;
    private static final Duration TURN_WITHIN = Duration.ofSeconds(10);

    private final AnswerCache cache;
    private final ProviderRegistry registry;
    /** One body is taken in at a time. */
    private final Semaphore warming = new Semaphore(1);
    private final TenantPlaces bodies;

    CacheEndpoint(AnswerCache cache, ProviderRegistry registry, Sharing sharing) {
        this.bodies = new TenantPlaces(BODIES_AT_ONCE, sharing, TenantPlaces.A_MOMENT);
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

    /** Answers as JSONL, all or none. Read twice, from disk: first for what is wrong. See {@link WarmUp}. */
    @Operation(summary = "Take in answers that are known", description = "A JSON object a line, each {request, response}; all or none, 16 MB at once, 1 MB a line.")
    @RequestBody(required = true, content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")))
    @Answers(refuses = ProblemType.BODY_TOO_LARGE)
    @PostMapping("/warm")
    Map<String, Integer> warm(@RequestAttribute Caller caller, InputStream body)
            throws IOException, InterruptedException {
        if (!bodies.enter(caller.tenant())) {
            throw busy();
        }
        try (var whole = SpooledBody.of(new PacedBody(body, MOST, CacheEndpoint::tooLarge))) {
            if (!warming.tryAcquire(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
            try {
                return keep(caller, whole);
            } finally {
                warming.release();
            }
        } finally {
            bodies.leave(caller.tenant());
        }
    }

    private static ProblemException tooLarge() {
        return new ProblemException(Problem.of(ProblemType.BODY_TOO_LARGE,
                "At most 16 MB at once; send them in parts. Nothing of what was sent is kept."));
    }

    private static ProblemException busy() {
        return new ProblemException(Problem.of(ProblemType.UNAVAILABLE,
                "Other answers are being taken in; send these again in a moment."));
    }

    private Map<String, Integer> keep(Caller caller, SpooledBody body) throws IOException {
        Map<String, ProviderProfile> providers = new HashMap<>();
        for (Provider provider : registry.all()) {
            providers.put(provider.profile().name(), provider.profile());
        }
        var warmUp = new WarmUp(caller.tenant(), providers);
        var checked = new BodyLines(body.stream(), LONGEST_LINE);
        int count = 0;
        for (String line = checked.next(); line != null; line = checked.next()) {
            warmUp.read(line, checked.number());
            count++;
        }
        int kept = count;
        return RequestTenant.asService(() -> {
            keep(new BodyLines(body.stream(), LONGEST_LINE), warmUp, providers);
            return Map.of("kept", kept);
        });
    }

    /** A few at a time: as trees they take many times the memory of their text. */
    private void keep(BodyLines lines, WarmUp warmUp, Map<String, ProviderProfile> providers) throws IOException {
        List<StoredAnswers.Answer> answers = new ArrayList<>();
        int characters = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            answers.add(warmUp.read(line, lines.number()));
            characters += line.length();
            if (characters >= TOGETHER) {
                cache.warm(answers, providers);
                answers.clear();
                characters = 0;
            }
        }
        cache.warm(answers, providers);
    }
}
