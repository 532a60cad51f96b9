package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.jobapi.file.FileSettings;
import dev.cellmill.jobapi.quota.QuotaSettings;
import dev.cellmill.jobapi.quota.TenantLimits;
import dev.cellmill.jobapi.sheet.SheetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** What files, batches and sheets may have where nobody configured anything, and what may be configured. */
class DefaultLimitsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.config.name=cellmill,job-api")
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({BatchSettings.class, FileSettings.class, SheetSettings.class, QuotaSettings.class})
    static class Settings {}

    @Test
    void theDefaultsAreThoseThatAreDocumented() {
        runner.run(context -> {
            BatchSettings batches = context.getBean(BatchSettings.class);
            assertThat(batches.maxRequests()).isEqualTo(50_000);
            assertThat(batches.maxLine()).isEqualTo(DataSize.ofMegabytes(1));
            assertThat(context.getBean(FileSettings.class).maxSize()).isEqualTo(DataSize.ofMegabytes(200));
            SheetSettings sheets = context.getBean(SheetSettings.class);
            assertThat(sheets.maxColumns()).isEqualTo(1_000);
            assertThat(sheets.maxRows()).isEqualTo(10_000_000);
            assertThat(sheets.maxCell()).isEqualTo(DataSize.ofMegabytes(1));
            assertThat(sheets.maxRow()).isEqualTo(DataSize.ofMegabytes(4));
            assertThat(sheets.maxBody()).isEqualTo(DataSize.ofGigabytes(10));
            assertThat(context.getBean(QuotaSettings.class).limits(new TenantId("acme"))).isEqualTo(
                    new TenantLimits(10_000, 1_000_000_000L, null, 100_000L, DataSize.ofGigabytes(100), 1_000));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"batches.max-requests|0|1 to 10000000, not 0",
            "batches.max-line|65MB|1 to 67108864, not 68157440", "batches.max-eror|1|max-eror",
            "files.max-size|0B|1 to 1099511627776, not 0", "files.writer-lease|1s|not 1000",
            "sheets.max-columns|1601|1 to 1600, not 1601", "sheets.max-row|1KB|not 1024"})
    void whatCannotBeIsNamed(String key, String value, String said) {
        runner.withPropertyValues("cellmill." + key + "=" + value).run(context -> assertThat(
                context.getStartupFailure()).rootCause().hasMessageContainingAll("cellmill." + key, said));
    }
}
