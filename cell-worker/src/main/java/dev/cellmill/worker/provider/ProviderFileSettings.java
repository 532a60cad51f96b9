package dev.cellmill.worker.provider;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.providers}.
 *
 * @param file of the providers; empty for {@code providers.yaml} in the working folder, if there is one
 */
@ConfigurationProperties("cellmill.providers")
record ProviderFileSettings(@DefaultValue("") String file) {}
