package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What workers announce of a provider, and jobs are validated against. Holds no secret.
 *
 * @param kind the name of its implementation: {@code openai}, {@code http}, {@code phone}, …
 * @param configHash changes when an answer could change with the configuration
 * @param missingVariable an unset variable that its configuration names; the provider is absent until it is set
 * @param inputNames the inputs it knows; empty if it takes any
 * @param requiredInputs the inputs that a step must give it
 * @param references names that its own templates use: a step's inputs, else the row's columns
 * @param answerFields the names in its answers; empty if unknown
 * @param models by name; empty for providers without models
 * @param absence why no call of it can succeed where it was announced, as a clause; null if calls can
 */
public record ProviderProfile(
        String name,
        String kind,
        ProviderFamily family,
        String lane,
        String configHash,
        @Nullable String missingVariable,
        List<String> inputNames,
        List<String> requiredInputs,
        List<String> references,
        List<String> answerFields,
        Map<String, Model> models,
        @Nullable String defaultModel,
        boolean isDefault,
        Limits limits,
        BigDecimal costPerCall,
        Cache cache,
        @Nullable String absence) {

    public ProviderProfile {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(family, "family is null");
        requireNonNull(lane, "lane is null");
        requireNonNull(configHash, "configHash is null");
        requireNonNull(limits, "limits is null");
        requireNonNull(costPerCall, "costPerCall is null");
        requireNonNull(cache, "cache is null");
        inputNames = List.copyOf(inputNames);
        requiredInputs = List.copyOf(requiredInputs);
        references = List.copyOf(references);
        answerFields = List.copyOf(answerFields);
        models = Map.copyOf(models);
    }

    /** One that can be called. */
    public ProviderProfile(String name, String kind, ProviderFamily family, String lane, String configHash,
            @Nullable String missingVariable, List<String> inputNames, List<String> requiredInputs,
            List<String> references, List<String> answerFields, Map<String, Model> models,
            @Nullable String defaultModel, boolean isDefault, Limits limits, BigDecimal costPerCall, Cache cache) {
        this(name, kind, family, lane, configHash, missingVariable, inputNames, requiredInputs, references,
                answerFields, models, defaultModel, isDefault, limits, costPerCall, cache, null);
    }

    /**
     * A model and its price.
     *
     * @param inputPerMillion USD for a million input tokens, null if unpriced
     * @param maxTokens most output tokens of one answer, null if unbounded
     */
    public record Model(
            @Nullable BigDecimal inputPerMillion,
            @Nullable BigDecimal outputPerMillion,
            @Nullable Integer maxTokens) {

        /** Whether both its prices are known. */
        public boolean hasPrice() {
            return inputPerMillion != null && outputPerMillion != null;
        }
    }

    /**
     * @param requestsPerMinute for the whole cluster, null if unlimited
     * @param tokensPerMinute for the whole cluster, null if unlimited
     * @param concurrency calls at once, for each worker
     * @param timeout of one attempt
     */
    public record Limits(
            @Nullable Integer requestsPerMinute,
            @Nullable Integer tokensPerMinute,
            int concurrency,
            Duration timeout) {
        public Limits {
            requireNonNull(timeout, "timeout is null");
            if (concurrency < 1) {
                throw new IllegalArgumentException("concurrency is at least 1, not " + concurrency);
            }
        }
    }

    /** Where answers are kept, and how long. */
    public record Cache(Mode mode, Duration ttl) {
        public Cache {
            requireNonNull(mode, "mode is null");
            requireNonNull(ttl, "ttl is null");
        }

        /** The tiers of the response cache that a provider uses. */
        public enum Mode {
            @com.fasterxml.jackson.annotation.JsonProperty("none")
            NONE, @com.fasterxml.jackson.annotation.JsonProperty("memory")
            MEMORY, @com.fasterxml.jackson.annotation.JsonProperty("persistent")
            PERSISTENT
        }
    }
}
