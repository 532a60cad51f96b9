package dev.cellmill.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredProvidersTest {
    @TempDir
    Path folder;

    @Test
    void readsTheExampleOfTheManual() throws IOException {
        ProviderRegistry providers = read("""
                default: {provider: gpt, model: small}
                providers:
                  gpt:
                    kind: plain
                    apiKey: ${KEY}
                    lane: ai
                    limits: {requestsPerMinute: 500, tokensPerMinute: 200000, concurrency: 64, timeout: 90s}
                    cache: {mode: persistent, ttl: 30d}
                """, Map.of("KEY", "s3cret-value"));
        ProviderProfile gpt = providers.find("gpt").orElseThrow().profile();
        assertThat(gpt.lane()).isEqualTo("ai");
        assertThat(gpt.limits()).isEqualTo(new ProviderProfile.Limits(500, 200_000, 64, Duration.ofSeconds(90)));
        assertThat(gpt.cache())
                .isEqualTo(new ProviderProfile.Cache(ProviderProfile.Cache.Mode.PERSISTENT, Duration.ofDays(30)));
        assertThat(gpt.isDefault()).isTrue();
        assertThat(gpt.defaultModel()).isEqualTo("small");
        assertThat(gpt.missingVariable()).isNull();
        assertThat(gpt.toString()).doesNotContain("s3cret");
    }

    @Test
    void builtInProvidersAreThereUnlessTheFileTakesTheirName() throws IOException {
        assertThat(read("providers: {}", Map.of()).find("inside").orElseThrow().profile().kind()).isEqualTo("inside");
        ProviderRegistry taken = read("providers: {inside: {kind: plain}}", Map.of());
        assertThat(taken.find("inside").orElseThrow().profile().kind()).isEqualTo("plain");
        assertThat(taken.all()).hasSize(1);
    }

    @Test
    void anEmptyFileIsNoProviders() throws IOException {
        assertThat(read("", Map.of()).all()).hasSize(1);
        assertThat(read("# nothing yet\n", Map.of()).all()).hasSize(1);
    }

    @Test
    void withoutAFileAKeyIsEnough() {
        ProviderDocument none = ProviderDocument.withoutFile(Map.of());
        assertThat(none.providers()).isEmpty();
        ProviderDocument keyed = ProviderDocument.withoutFile(Map.of("OPENAI_API_KEY", "sk-1"));
        assertThat(keyed.defaultProvider()).isEqualTo("openai");
        assertThat(keyed.providers().get("openai").get("apiKey").stringValue()).isEqualTo("${OPENAI_API_KEY}");
        assertThat(keyed.providers()).hasSize(1);
        ProviderDocument other = ProviderDocument.withoutFile(Map.of("ANTHROPIC_API_KEY", "sk-2"));
        assertThat(other.defaultProvider()).isEqualTo("anthropic");
        assertThat(other.providers().get("anthropic").get("apiKey").stringValue()).isEqualTo("${ANTHROPIC_API_KEY}");
        ProviderDocument both = ProviderDocument
                .withoutFile(Map.of("ANTHROPIC_API_KEY", "sk-2", "OPENAI_API_KEY", "sk-1"));
        assertThat(both.defaultProvider()).isEqualTo("openai");
        assertThat(both.providers()).hasSize(2);
    }

    @Test
    void aProviderWithAnUnsetVariableIsAnnouncedAndNeverCalled() throws IOException {
        Provider provider = read("""
                providers: {gpt: {kind: plain, apiKey: "${NO_SUCH_KEY}", limits: {requestsPerMinute: "${RPM}", timeout: "${T:5s}"}}}
                """, Map.of()).find("gpt").orElseThrow();
        assertThat(provider.profile().missingVariable()).isEqualTo("NO_SUCH_KEY");
        assertThat(provider.profile().limits().requestsPerMinute()).isNull();
        assertThat(provider.profile().limits().timeout()).isEqualTo(Duration.ofSeconds(5));
        var request = new ProviderRequest(null, null, null, List.of(), Map.of(), Map.of(), Map.of(), null,
                OutputType.TEXT,
                Duration.ofSeconds(1), false);
        var failure = (ProviderOutcome.Failure) provider.call(request);
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
        assertThat(failure.transientFailure()).isFalse();
        assertThat(failure.message()).contains("NO_SUCH_KEY");
    }

    @Test
    void theHashHoldsNoSecretAndChangesOnlyWithWhatDecidesAnswers() throws IOException {
        String hash = hash("{kind: plain, baseUrl: \"${A}\"}", Map.of("A", "x"));
        assertThat(hash("{baseUrl: \"${A}\", kind: plain}", Map.of("A", "y"))).isEqualTo(hash);
        assertThat(hash("{kind: plain, baseUrl: \"${A}\", limits: {concurrency: 3}, lane: x, stream: false}",
                Map.of()))
                .isEqualTo(hash);
        assertThat(hash("{kind: plain, baseUrl: \"${B}\"}", Map.of("A", "x"))).isNotEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "providers: {gpt: {kind: plane}}|providers.gpt.kind is unknown: plane. Did you mean \"plain\"?",
            "providers: {gpt: {}}|providers.gpt.kind is missing; name one of inside, plain",
            "providers: {gpt: 3}|providers.gpt holds keys and values; indent them below it",
            "providers: {gpt: {kind: plain, lanes: x}}|providers.gpt.lanes is unknown. Did you mean \"lane\"?",
            "providers: {gpt: {kind: plain, lane: Ä}}|providers.gpt.lane is 1 to 63 characters of a-z, 0-9, - and _, not Ä",
            "providers: {gpt: {kind: plain, limits: {timeout: 90}}}|providers.gpt.limits.timeout is a time such as 500ms, 90s, 5m, 12h or 30d, not 90",
            "providers: {gpt: {kind: plain, limits: {concurency: 9}}}|providers.gpt.limits.concurency is unknown. Did you mean \"concurrency\"?",
            "providers: {gpt: {kind: plain, limits: {requestsPerMinute: many}}}|providers.gpt.limits.requestsPerMinute is a number, not many",
            "providers: {gpt: {kind: plain, limits: {concurrency: 0}}}|providers.gpt.limits.concurrency is a whole number from 1 to 2147483647, not 0",
            "providers: {gpt: {kind: plain, limits: {concurrency: \"${KEY}\"}}}|providers.gpt.limits.concurrency is a number, not what a variable put there",
            "providers: {gpt: {kind: plain, cache: {mode: disk}}}|providers.gpt.cache.mode is one of none, memory, persistent, not disk",
            "providers: {a b: {kind: plain}}|providers.a b is no name for a provider; take 1 to 63 letters, digits, dots, - and _, a letter or digit first",
            "{default: {provider: gp}, providers: {gpt: {kind: plain}}}|default.provider names gp, which is not among the providers. Did you mean \"gpt\"?",
            "provider: {gpt: {kind: plain}}|provider is unknown. Did you mean \"providers\"?",
            "- 3|the whole holds keys and values; indent them below it"})
    void saysWhichKeyIsWrongAndWhatToDo(String yaml, String sentence) {
        assertThatThrownBy(() -> read(yaml, Map.of("KEY", "s3cret-value")))
                .isInstanceOf(InvalidProviderSettings.class)
                .hasMessage(sentence);
    }

    @Test
    void saysWhereTheFileIsNoYaml() {
        assertThatThrownBy(() -> read("providers:\n  gpt: {kind: plain", Map.of()))
                .isInstanceOf(InvalidProviderSettings.class)
                .hasMessageStartingWith("is no YAML at line 2");
        assertThatThrownBy(() -> read("providers: {}\nproviders: {}\n", Map.of()))
                .isInstanceOf(InvalidProviderSettings.class)
                .hasMessageContaining("Duplicate");
    }

    @Test
    void saysThatANamedFileIsNotThere() {
        assertThatThrownBy(() -> ProviderFile.read(folder.resolve("none.yaml").toString(), Map.of()))
                .isInstanceOf(InvalidProviderSettings.class)
                .hasMessageContaining("CELLMILL_PROVIDERS_FILE");
    }

    private String hash(String values, Map<String, String> environment) throws IOException {
        return read("providers: {x: " + values + "}", environment).find("x").orElseThrow().profile().configHash();
    }

    private ProviderRegistry read(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("providers.yaml"), yaml);
        List<ProviderFactory> factories = List.of(new PlainFactory("plain", false), new PlainFactory("inside", true));
        return ConfiguredProviders.of(ProviderFile.read(file.toString(), environment), factories, environment);
    }

    /** A kind that knows only the shared keys and two of its own. */
    private record PlainFactory(String kind, boolean isBuiltIn) implements ProviderFactory {

        @Override
        public Provider create(ProviderSettings settings) {
            SettingsReader reader = SettingsReader.of(settings);
            SharedSettings shared = SharedSettings.read(reader, "own", 5, SharedSettings.NO_CACHE);
            reader.text("apiKey");
            reader.text("baseUrl");
            reader.text("stream");
            reader.refuseOtherKeys();
            var profile = new ProviderProfile(settings.name(), kind, ProviderFamily.HTTP, shared.lane(),
                    settings.configHash(), settings.missingVariable(), List.of(), List.of(), List.of(), List.of(),
                    Map.of(), settings.defaultModel(), settings.isDefault(), shared.limits(), BigDecimal.ZERO,
                    shared.cache());
            return new Fixed(profile);
        }
    }

    private record Fixed(ProviderProfile profile) implements Provider {

        @Override
        public ProviderOutcome call(ProviderRequest request) {
            throw new AssertionError("nobody calls it here");
        }
    }
}
