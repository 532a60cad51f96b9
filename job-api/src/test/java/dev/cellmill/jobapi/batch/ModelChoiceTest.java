package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {
    private static final Map<String, ProviderProfile> PROVIDERS = Stream.of(
            provider("a", "openai", "shared", false, null), provider("b", "openai", "shared", true, null),
            provider("keyless", "openai", "hidden", true, "KEY"), provider("claude", "anthropic", "opus", false, null),
            provider("api", "http", "plain", false, null))
            .collect(Collectors.toMap(ProviderProfile::name, Function.identity()));

    @Test
    void theProviderThatListsAModelAnswersItTheDefaultOneFirst() {
        assertThat(choice("shared", Map.of())).isEqualTo(new ModelChoice.Chosen("b", "shared"));
        assertThat(choice("opus", Map.of())).isEqualTo(new ModelChoice.Chosen("claude", "opus"));
        assertThat(choice("nobody's", Map.of())).isInstanceOf(ModelChoice.None.class);
        assertThat(choice("hidden", Map.of())).isInstanceOf(ModelChoice.None.class);
        assertThat(choice("plain", Map.of())).isInstanceOf(ModelChoice.None.class);
        assertThat(ModelChoice.of("opus", Endpoint.EMBEDDINGS, Map.of(), PROVIDERS))
                .isInstanceOf(ModelChoice.None.class);
    }

    @Test
    void theOperatorsMappingHasTheLastWord() {
        assertThat(choice("shared", Map.of("shared", "a"))).isEqualTo(new ModelChoice.Chosen("a", "shared"));
        assertThat(choice("gpt", Map.of("gpt", "a/org/own"))).isEqualTo(new ModelChoice.Chosen("a", "org/own"));
        assertThat(choice("shared", Map.of("shared", "gone"))).isInstanceOf(ModelChoice.None.class);
        assertThat(choice("shared", Map.of("shared", "api"))).isInstanceOf(ModelChoice.None.class);
    }

    private static ModelChoice choice(String model, Map<String, String> mapping) {
        return ModelChoice.of(model, Endpoint.CHAT_COMPLETIONS, mapping, PROVIDERS);
    }

    private static ProviderProfile provider(String name, String kind, String model, boolean isDefault,
            @Nullable String missing) {
        return new ProviderProfile(name, kind, ProviderFamily.LLM, name, "", missing, List.of(), List.of(), List.of(),
                List.of(), Map.of(model, new ProviderProfile.Model(null, null, null)), null, isDefault,
                new ProviderProfile.Limits(null, null, 1, Duration.ofSeconds(1)), BigDecimal.ZERO,
                new ProviderProfile.Cache(ProviderProfile.Cache.Mode.NONE, Duration.ofDays(1)));
    }
}
