package dev.cellmill.jobapi.quota;

import dev.cellmill.common.money.NanoDollars;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Null where there is none.
 *
 * @param openJobs jobs that have not ended, at once, from 1
 * @param openCells cells of these together, from 1
 * @param spendPerDay dollars, above 0, of a day in UTC
 * @param files that are kept, from 1: those uploaded and those that batches wrote
 * @param fileBytes of these together, from 1
 * @param openBatches batches that have not ended, at once, from 1
 */
public record TenantLimits(@Nullable Integer openJobs, @Nullable Long openCells, @Nullable BigDecimal spendPerDay,
        @Nullable Long files, @Nullable DataSize fileBytes, @Nullable Integer openBatches) {
    static final TenantLimits NONE = new TenantLimits(null, null, null, null, null, null);

    public TenantLimits {
        if (openJobs != null && openJobs < 1 || openCells != null && openCells < 1
                || spendPerDay != null && spendPerDay.signum() <= 0 || files != null && files < 1
                || fileBytes != null && fileBytes.toBytes() < 1 || openBatches != null && openBatches < 1) {
            throw new IllegalArgumentException(
                    "limits of cellmill.tenants are above 0; leave one out, or empty, where there is to be none");
        }
    }

    TenantLimits orElse(TenantLimits others) {
        return new TenantLimits(openJobs == null ? others.openJobs : openJobs,
                openCells == null ? others.openCells : openCells,
                spendPerDay == null ? others.spendPerDay : spendPerDay,
                files == null ? others.files : files,
                fileBytes == null ? others.fileBytes : fileBytes,
                openBatches == null ? others.openBatches : openBatches);
    }

    /** Whether a tenant that spent so much may spend no more today. @param spent nano-dollars */
    public boolean isSpent(long spent) {
        return spendPerDay != null && NanoDollars.toDollars(spent).compareTo(spendPerDay) >= 0;
    }
}
