package dev.cellmill.worker.provider;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the providers together at the start. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    ProviderRegistry providerRegistry(ProviderFileSettings settings, List<ProviderFactory> factories) {
        try {
            ProviderDocument document = ProviderFile.read(settings.file(), System.getenv());
            return ConfiguredProviders.of(document, factories, System.getenv());
        } catch (InvalidProviderSettings e) {
            throw new InvalidProviderSettings(ProviderFile.name(settings.file()) + ": " + e.getMessage());
        }
    }
}
