package dev.cellmill.jobapi.quota;

import dev.cellmill.common.money.NanoDollars;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Null where there is none.
 *
 * @param openJobs jobs that have not ended, at once, from 1
 * @param openCells cells of these together, from 1
 * @param spendPerDay dollars, above 0, of a day in UTC
 */
public record TenantLimits(@Nullable Integer openJobs, @Nullable Long openCells, @Nullable BigDecimal spendPerDay) {
    static final TenantLimits NONE = new TenantLimits(null, null, null);

    public TenantLimits {
        if (openJobs != null && openJobs < 1 || openCells != null && openCells < 1
                || spendPerDay != null && spendPerDay.signum() <= 0) {
            throw new IllegalArgumentException(
                    "limits of cellmill.tenants are above 0; leave one out, or empty, where there is to be none");
        }
    }

    TenantLimits orElse(TenantLimits others) {
        return new TenantLimits(openJobs == null ? others.openJobs : openJobs,
                openCells == null ? others.openCells : openCells,
                spendPerDay == null ? others.spendPerDay : spendPerDay);
    }

    /** Whether a tenant that spent so much may spend no more today. @param spent nano-dollars */
    public boolean isSpent(long spent) {
        return spendPerDay != null && NanoDollars.toDollars(spent).compareTo(spendPerDay) >= 0;
    }
}
