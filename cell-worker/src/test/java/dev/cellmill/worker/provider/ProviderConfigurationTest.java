package dev.cellmill.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.plan.ProviderProfile;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

class ProviderConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Providers.class);

    @Configuration(proxyBeanMethods = false)
    @ComponentScan("dev.cellmill.worker.provider")
    @EnableConfigurationProperties(ProviderFileSettings.class)
    static class Providers {}

    @Test
    void theExampleIsReadAndTheLocalProvidersStandBesideIt() {
        runner.withPropertyValues("cellmill.providers.file=../infra/examples/providers.yaml").run(context -> {
            ProviderRegistry providers = context.getBean(ProviderRegistry.class);
            assertThat(providers.all()).extracting(provider -> provider.profile().name())
                    .containsExactly("gpt", "llama", "claude", "crm", "domain", "email", "language", "phone");
            ProviderProfile phone = providers.find("phone").orElseThrow().profile();
            assertThat(phone.lane()).isEqualTo("local");
            assertThat(phone.limits().concurrency()).isEqualTo(100);
            assertThat(phone.cache().mode()).isEqualTo(ProviderProfile.Cache.Mode.NONE);
            assertThat(providers.find("crm").orElseThrow().profile().references()).containsExactly("domain");
            assertThat(providers.find("llama").orElseThrow().profile().defaultModel()).isEqualTo("llama3.2");
        });
    }

    @Test
    void aWrongFileStopsTheStartWithOneSentence() {
        runner.withPropertyValues("cellmill.providers.file=no-such.yaml").run(context -> {
            assertThat(context.getStartupFailure()).rootCause()
                    .isInstanceOf(InvalidProviderSettings.class)
                    .hasMessageStartingWith("no-such.yaml: is not there");
            var analysis = new InvalidProviderSettingsAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).startsWith("no-such.yaml: is not there");
        });
    }
}
