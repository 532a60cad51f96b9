package dev.cellmill.jobapi.quota;

import dev.cellmill.common.id.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code cellmill.tenants}. That each key is one of these {@link TenantKeys} sees to.
 *
 * @param each of every tenant
 * @param of by tenant, in place of these
 */
@ConfigurationProperties("cellmill.tenants")
public record QuotaSettings(@Nullable TenantLimits each, @Nullable Map<String, TenantLimits> of) {
    public QuotaSettings {
        each = each == null ? TenantLimits.NONE : each;
        of = of == null ? Map.of() : Map.copyOf(of);
        of.keySet().forEach(TenantId::new);
    }

    public TenantLimits limits(TenantId tenant) {
        return of.getOrDefault(tenant.value(), TenantLimits.NONE).orElse(each);
    }
}
