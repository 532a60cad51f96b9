package dev.cellmill.jobapi.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class QuotaSettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class, TenantKeys.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(QuotaSettings.class)
    static class Settings {}

    @Test
    void aTenantsOwnLimitsGoBeforeEveryones() {
        runner.withPropertyValues("cellmill.tenants.each.open-jobs=3", "cellmill.tenants.each.open-cells=",
                "cellmill.tenants.each.file-bytes=", "cellmill.tenants.each.files=7",
                "cellmill.tenants.of.acme.file-bytes=2MB", "cellmill.tenants.of.acme.open-batches=4",
                "cellmill.tenants.of.acme.open-jobs=5", "cellmill.tenants.of.acme.spend-per-day=1.5").run(context -> {
                    QuotaSettings settings = context.getBean(QuotaSettings.class);
                    assertThat(settings.limits(new TenantId("acme")).openJobs()).isEqualTo(5);
                    assertThat(settings.limits(new TenantId("acme")).spendPerDay()).isEqualByComparingTo("1.5");
                    assertThat(settings.limits(new TenantId("globex")).openJobs()).isEqualTo(3);
                    assertThat(settings.limits(new TenantId("globex")).openCells()).isNull();
                    assertThat(settings.limits(new TenantId("globex")).fileBytes()).isNull();
                    assertThat(settings.limits(new TenantId("acme")).files()).isEqualTo(7);
                    assertThat(settings.limits(new TenantId("acme")).fileBytes()).isEqualTo(DataSize.ofMegabytes(2));
                    assertThat(settings.limits(new TenantId("acme")).openBatches()).isEqualTo(4);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cellmill.tenants.each.opne-jobs", "cellmill.tenants.of.acme.file-byte",
            "cellmill.tenants.others.files", "cellmill.tenants.each.files.more", "cellmill.tenants.open-jobs"})
    void aKeyThatNobodyKnowsIsRefusedByItsName(String key) {
        runner.withPropertyValues("cellmill.tenants.each.open-jobs=3", key + "=5")
                .run(context -> assertThat(context).hasFailed().getFailure().rootCause()
                        .hasMessageStartingWith(key + " is no setting"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-jobs", "open-cells", "spend-per-day", "files", "file-bytes", "open-batches"})
    void aLimitIsAboveZero(String limit) {
        runner.withPropertyValues("cellmill.tenants.each.%s=0".formatted(limit))
                .run(context -> assertThat(context).hasFailed().getFailure().rootCause()
                        .hasMessageContaining("above 0"));
    }
}
