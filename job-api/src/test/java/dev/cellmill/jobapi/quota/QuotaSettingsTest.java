package dev.cellmill.jobapi.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.TenantId;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class QuotaSettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(QuotaSettings.class)
    static class Settings {}

    @Test
    void aTenantsOwnLimitsGoBeforeEveryones() {
        runner.withPropertyValues("cellmill.tenants.each.open-jobs=3", "cellmill.tenants.each.open-cells=",
                "cellmill.tenants.of.acme.open-jobs=5", "cellmill.tenants.of.acme.spend-per-day=1.5").run(context -> {
                    QuotaSettings settings = context.getBean(QuotaSettings.class);
                    assertThat(settings.limits(new TenantId("acme")).openJobs()).isEqualTo(5);
                    assertThat(settings.limits(new TenantId("acme")).spendPerDay()).isEqualByComparingTo("1.5");
                    assertThat(settings.limits(new TenantId("globex")).openJobs()).isEqualTo(3);
                    assertThat(settings.limits(new TenantId("globex")).openCells()).isNull();
                });
    }
}
