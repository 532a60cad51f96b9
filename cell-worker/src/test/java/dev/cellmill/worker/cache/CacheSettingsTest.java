package dev.cellmill.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.worker.output.OutputSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** What answers and texts may take up where nobody configured anything. */
class CacheSettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.config.name=cellmill,cell-worker")
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({CacheSettings.class, OutputSettings.class})
    static class Settings {}

    @Test
    void theDefaultsAreThoseThatAreDocumented() {
        runner.run(context -> {
            CacheSettings cache = context.getBean(CacheSettings.class);
            assertThat(cache.memoryEntries()).isEqualTo(50_000);
            assertThat(cache.memorySize()).isEqualTo(DataSize.ofMegabytes(64));
            assertThat(cache.storeEntries()).isEqualTo(1_000_000);
            OutputSettings output = context.getBean(OutputSettings.class);
            assertThat(output.flushInterval()).isEqualTo(Duration.ofSeconds(1));
            assertThat(output.maxBufferSize()).isEqualTo(DataSize.ofKilobytes(10));
            assertThat(output.maxBufferLines()).isEqualTo(100);
            assertThat(output.maxInlineOutput()).isEqualTo(DataSize.ofMegabytes(1));
            assertThat(output.progressPatterns()).containsExactly("\\d+%", "step \\d+", "complete", "error", "warning");
        });
    }

    @Test
    void aMisspeltBoundIsNamed() {
        runner.withPropertyValues("cellmill.cache.memory-entires=5").run(context -> assertThat(
                context.getStartupFailure()).rootCause().hasMessageContaining("cellmill.cache.memory-entires"));
    }
}
