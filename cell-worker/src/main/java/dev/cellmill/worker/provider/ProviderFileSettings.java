package dev.cellmill.worker.provider;

import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code cellmill.providers}.
 *
 * @param file of the providers; empty for {@code providers.yaml} in the working folder, if there is one
 */
@ConfigurationProperties(prefix = "cellmill.providers", ignoreUnknownFields = false)
public record ProviderFileSettings(@DefaultValue("") String file) {

    /** Where the file lies, and so what paths in it are relative to. Absolute. */
    public Path folder() {
        return Objects.requireNonNull(Path.of(ProviderFile.name(file)).toAbsolutePath().getParent());
    }
}
